using System.Reflection;
using Matching.Api.Http;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;

namespace Matching.Api.Letters;

/// <summary>Whether letters name diagnoses.</summary>
public enum Naming
{
    Omit,
    Include,
}

/// <summary>Which letter is asked for.</summary>
/// <param name="PlacementId">The place to propose; null = the first ranked.</param>
/// <param name="Diagnoses">Whether those who decide and parents are reported them.</param>
internal sealed record LetterQuery(Audience Audience, Language Language, string? PlacementId, Naming Diagnoses)
{
    private const int MostLetters = 64;
    private const string AudienceName = "audience",
        LanguageName = "lang",
        PlacementName = "placementId",
        DiagnosesName = "diagnoses";

    /// <summary>Reads it; faults are noted.</summary>
    public static ValueTask<LetterQuery> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var (query, problems) = (context.Request.Query, context.Problems());
        var audience = QueryText.Word<Audience>(query, AudienceName, problems);
        if (audience is null && !query.ContainsKey(AudienceName))
            problems.Add(AudienceName, $"is required and must be one of: {string.Join(", ", Terms<Audience>.AllTexts)}");
        var language = QueryText.Word<Language>(query, LanguageName, problems) ?? AcceptedLanguage.Of(context.Request);
        var diagnoses = QueryText.Word<Naming>(query, DiagnosesName, problems) ?? Naming.Omit;
        if (audience == Engine.Localization.Letters.Audience.Child && diagnoses == Naming.Include)
            problems.Add(DiagnosesName, "are never named in a letter to the child");
        return ValueTask.FromResult(new LetterQuery(audience.GetValueOrDefault(), language, ReadPlacementId(query, problems), diagnoses));
    }

    private static string? ReadPlacementId(IQueryCollection query, Problems problems)
    {
        if (!query.TryGetValue(PlacementName, out var values))
            return null;
        if (values is [{ Length: >= 1 and <= MostLetters } id])
            return id;
        problems.Add(PlacementName, "must be one id of a placement");
        return null;
    }
}
