using Matching.Api.Http;

namespace Matching.Api.Cases;

/// <summary>
/// Nothing was recorded: the case would begin under a name that is taken for another's. A name that is there already always passes.
/// </summary>
/// <param name="like">The name it is taken for; null where the caller may not see that case.</param>
public sealed class LikeReferenceConflict(string? like)
    : RequestRefusedException(
        new ProblemAnswer(
            StatusCodes.Status409Conflict,
            "A case of a name that looks the same is there already.",
            like is null
                ? "The two differ in upper and lower case, in letters that look alike or in how a letter is composed."
                : $"It is {like}. Write it so if you mean that case; else choose another name."
        )
        {
            Extension = (writer, _) =>
            {
                writer.WriteString("code", Code);
                if (like is not null)
                    writer.WriteString("like", like);
            },
        }
    )
{
    /// <summary>What the problem is called where programs read it.</summary>
    internal const string Code = "like-reference";
}
