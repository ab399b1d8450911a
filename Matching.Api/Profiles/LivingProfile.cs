using System.Text.Json;
using Matching.Api.Rankings;
using Matching.Engine;
using Matching.Engine.Parsing;

namespace Matching.Api.Profiles;

/// <summary>
/// A living profile as JSON: a ranking request without case, mode and day, of a child with a birth date, and the days on which facts were
/// last seen.
/// </summary>
internal static class LivingProfile
{
    private const string Observed = "observed";

    /// <summary>Notes every fault of a profile.</summary>
    /// <param name="profile">The JSON object.</param>
    /// <param name="referenceData">Names the placements there are.</param>
    /// <param name="today">Today in Copenhagen: nothing was seen later.</param>
    /// <param name="problems">Takes the faults.</param>
    public static void Check(JsonElement profile, ReferenceDataSet referenceData, DateOnly today, Problems problems)
    {
        var apart = new Problems();
        var reader = ObjectReader.Open(profile, "", apart)!;
        // An age that is kept is wrong in a year.
        if (reader.Object("child") is { } child && child.Has("ageYears") && !child.Has("birthDate"))
            problems.Add("child.ageYears", "must not stand in a profile that is kept: give birthDate, by which the child grows older");
        if (reader.Raw(Observed) is { } raw && ObjectReader.Open(raw, Observed, problems) is { } observed)
            CheckObserved(observed, today);
        RankingRequestReader.CheckProfile(Facts(profile), referenceData, today, problems);
    }

    /// <summary>What a profile says of the child, without the days on which that was seen.</summary>
    public static JsonElement Facts(JsonElement profile)
    {
        using var remove = JsonDocument.Parse($$"""{"{{Observed}}":null}""");
        return MergePatch.Apply(profile, remove.RootElement);
    }

    /// <summary>The body of a request to rank the child as it is in a profile.</summary>
    /// <param name="profile">A version of the profile.</param>
    /// <param name="caseReference">The case.</param>
    /// <param name="more">Fields of the request that the caller gave: mode and day.</param>
    public static JsonElement RequestOf(JsonElement profile, string caseReference, JsonElement more)
    {
        var reference = JsonSerializer.SerializeToElement(caseReference, ProfileJson.Default.String);
        using var named = JsonDocument.Parse($$"""{"caseReference":{{reference.GetRawText()}}}""");
        return MergePatch.Apply(MergePatch.Apply(named.RootElement, more), Facts(profile));
    }

    private static void CheckObserved(ObjectReader observed, DateOnly today)
    {
        foreach (var path in observed.Names())
        {
            if (Matching.Engine.Scoring.Facts.All.All(fact => fact.Path != path))
                observed.Fault(JsonText.Shown(path), "is not the path of a fact");
            else if (observed.Date(path) > today)
                observed.Fault(path, "lies after today");
        }
        observed.Close();
    }
}
