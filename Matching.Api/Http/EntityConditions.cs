using System.Globalization;
using System.Reflection;

namespace Matching.Api.Http;

/// <summary>
/// The headers <c>If-Match</c> and <c>If-None-Match</c> of a change (RFC 9110, 13.1): what the caller takes to be in force. A version is
/// its number in quotes.
/// </summary>
/// <param name="Versions">The versions of <c>If-Match</c>; null = it was not sent. Empty when any will do (<c>*</c>).</param>
/// <param name="NothingYet"><c>If-None-Match: *</c>: nothing may be there yet.</param>
public sealed record EntityConditions(IReadOnlyList<int>? Versions, bool NothingYet)
{
    private const string IfMatch = "If-Match",
        IfNoneMatch = "If-None-Match",
        Any = "*";

    /// <summary>The header, for the OpenAPI document.</summary>
    internal static readonly DescribedParameter Described = new(
        IfMatch,
        InHeader: true,
        "The ETag of the version that is to be changed. Without it a change is refused (428), and so it is when another was faster (412)."
    );

    /// <summary>The other header, where something may be made.</summary>
    internal static readonly DescribedParameter DescribedNothingYet = new(
        IfNoneMatch,
        InHeader: true,
        "*: only when there is nothing yet; else 412."
    );

    /// <summary>The tag of a version.</summary>
    public static string TagOf(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Reads them; a fault is noted.</summary>
    public static ValueTask<EntityConditions> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var (match, noneMatch) = (context.Request.Headers[IfMatch], context.Request.Headers[IfNoneMatch]);
        if (noneMatch.Count > 0 && noneMatch is not [Any])
            context.Problems().Add(IfNoneMatch, "must be *, which says that there is nothing yet");
        if (match.Count > 0 && noneMatch.Count > 0)
            context.Problems().Add(IfMatch, "does not go with If-None-Match");
        IReadOnlyList<int>? versions = match.Count == 0 ? null : VersionsIn(string.Join(',', match.ToArray()));
        if (match.Count > 0 && versions is null)
            context.Problems().Add(IfMatch, "must be the ETag of a version, or *");
        return ValueTask.FromResult(new EntityConditions(versions, noneMatch.Count > 0));
    }

    /// <summary>Why a change is refused; null when it may be made.</summary>
    /// <param name="present">The version in force; null when there is none.</param>
    public ProblemAnswer? Refuse(int? present)
    {
        if (present is null)
            return Versions is null ? null : Failed(null);
        if (NothingYet)
            return Failed(present);
        if (Versions is null)
            return new ProblemAnswer(
                StatusCodes.Status428PreconditionRequired,
                "If-Match is needed.",
                "There is a version in force. Read it, and send its ETag in If-Match, so that nobody's change is lost."
            );
        return Versions.Count == 0 || Versions.Contains(present.Value) ? null : Failed(present);
    }

    private static ProblemAnswer Failed(int? present) =>
        new(
            StatusCodes.Status412PreconditionFailed,
            "It is no longer as it was read.",
            "Another version is in force, or none. Read it again, and change that."
        )
        {
            Extension = (writer, _) =>
            {
                if (present is { } version)
                    writer.WriteNumber("version", version);
                else
                    writer.WriteNull("version");
            },
        };

    /// <summary>Null for what is no list of strong tags; a tag that is none of ours matches no version.</summary>
    private static List<int>? VersionsIn(string header)
    {
        if (header.Trim() == Any)
            return [];
        var versions = new List<int>();
        foreach (var tag in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (tag is not ['"', .. var text, '"'])
                return null;
            versions.Add(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0);
        }
        return versions;
    }
}
