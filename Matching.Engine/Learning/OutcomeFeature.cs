using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Learning;

/// <summary>
/// Something about a child, or about a child and a place together, that the outcome model looks at, in bins. The first bin stands for not
/// known and weighs nothing.
/// </summary>
/// <remarks>
/// Ethnic origin, district and the team's own earlier choice are no features and must never become so; sex is looked at in audits only.
/// </remarks>
/// <param name="Code">Name in data, model files and contributions (<c>outcome:code</c>).</param>
/// <param name="Bins">The bins, the first of them <c>unknown</c>, the second the one others are held against.</param>
/// <param name="Basis">The paths of the facts it rests on.</param>
/// <param name="Read">The bin of a case at a place.</param>
public sealed record OutcomeFeature(string Code, IReadOnlyList<string> Bins, IReadOnlyList<string> Basis, Func<FeatureSource, string?> Read)
{
    /// <summary>The word of the first bin.</summary>
    public const string Unknown = "unknown";

    /// <summary>The code of the feature that is the place's level.</summary>
    public const string Level = "level";

    /// <summary>The position of the age, which with the level says who is similar.</summary>
    public const int AgeIndex = 0;

    private static readonly string OpenResidential = Terms<Placements.Level>.Text(Placements.Level.OpenResidential);

    private static readonly string[] Counts = ["none", "one", "two", "several"];

    /// <summary>Every feature, in a fixed order.</summary>
    public static IReadOnlyList<OutcomeFeature> All { get; } =
    [
        Feature(
            "age",
            ["12-13", "0-11", "14-15", "16-17"],
            ["child.ageYears", "child.birthDate"],
            source =>
                source.Child.AgeYears switch
                {
                    < 12 => "0-11",
                    < 14 => "12-13",
                    < 16 => "14-15",
                    _ => "16-17",
                }
        ),
        Enum<Severity>("externalising-behaviour", "child.externalisingBehaviour", profile => profile.ExternalisingBehaviour),
        Enum<Violence>("violence", "child.violenceAgainstOthers", profile => profile.ViolenceAgainstOthers),
        Enum<Severity>("self-harm", "child.selfHarm", profile => profile.SelfHarm),
        Enum<SuicideRisk>("suicide-risk", "child.suicideRisk", profile => profile.SuicideRisk),
        Boolean("psychotic-symptoms", "child.psychoticSymptoms", profile => profile.PsychoticSymptoms),
        Feature(
            "absconding",
            ["0", "1-2", "3-5", "6+"],
            ["child.absconding.episodesLast12Months"],
            source =>
                source.Profile.Absconding?.EpisodesLast12Months switch
                {
                    null => null,
                    0 => "0",
                    <= 2 => "1-2",
                    <= 5 => "3-5",
                    _ => "6+",
                }
        ),
        Enum<CrimeInvolvement>("crime", "child.crime.involvement", profile => profile.Crime?.Involvement),
        Boolean("gang-ties", "child.crime.gangTies", profile => profile.Crime?.GangTies),
        Boolean("fire-setting", "child.fireSetting", profile => profile.FireSetting),
        Enum<SexualHarm>("sexually-harmful-behaviour", "child.sexuallyHarmfulBehaviour", profile => profile.SexuallyHarmfulBehaviour),
        Boolean("trauma", "child.traumaExposure", profile => profile.TraumaExposure),
        Enum<SchoolAttendance>("school-attendance", "child.schoolAttendance", profile => profile.SchoolAttendance),
        Enum<FamilyContact>("family-contact", "child.familyContact", profile => profile.FamilyContact),
        Enum<CognitiveLevel>("cognitive-level", "child.cognitiveLevel", profile => profile.CognitiveLevel),
        Feature(
            "substance-use",
            Terms<NeedStrength>.AllTexts,
            ["child.substanceUse"],
            source =>
                source.Profile.SubstanceUse is null ? null : Terms<NeedStrength>.Text(source.Needs.Strengths[(int)Need.SubstanceTreatment])
        ),
        Feature(
            "protective-factors",
            Counts,
            ["child.protectiveFactors"],
            source => source.Profile.ProtectiveFactors is { } factors ? Counts[Math.Min(factors.Count, Counts.Length - 1)] : null
        ),
        Feature(
            "earlier-breakdowns",
            Counts,
            ["child.placements"],
            source =>
                source.Profile.Placements is { } placements
                    ? Counts[Math.Min(placements.Count(one => one.Ending == PlacementEnding.Breakdown), Counts.Length - 1)]
                    : null
        ),
        Feature(
            "child-wish",
            ["none", "prefer", "avoid"],
            ["wishes.child"],
            source =>
                source.Profile.Wishes.Child is not { } wishes ? null
                : wishes.FirstOrDefault(wish => wish.PlacementId == source.Placement.Id) is { } wish ? Terms<Stance>.Text(wish.Stance)
                : "none"
        ),
        Feature("unmet-needs", Counts, [], UnmetNeeds),
        Feature(
            Level,
            // Models were made when there were eight levels; a later one is read as the level that stood for it.
            [
                OpenResidential,
                .. Terms<Placements.Level>
                    .All.Where(level => !level.IsLater())
                    .Select(Terms<Placements.Level>.Text)
                    .Where(level => level != OpenResidential),
            ],
            [],
            source => Terms<Placements.Level>.Text(source.Placement.Level.StandIn())
        ),
    ];

    /// <summary>The age.</summary>
    public static OutcomeFeature Age => All[AgeIndex];

    /// <summary>The position of the bin of a case at a place; 0 when not known.</summary>
    public byte BinOf(FeatureSource source) => Read(source) is { } word ? (byte)Position(word) : (byte)0;

    /// <summary>The bins of every feature.</summary>
    public static byte[] Of(FeatureSource source) => [.. All.Select(feature => feature.BinOf(source))];

    /// <summary>The position of a bin by its word; -1 when there is none.</summary>
    public int Position(string word)
    {
        for (var bin = 0; bin < Bins.Count; bin++)
        {
            if (Bins[bin] == word)
                return bin;
        }
        return -1;
    }

    private static OutcomeFeature Feature(string code, IReadOnlyList<string> bins, string[] basis, Func<FeatureSource, string?> read) =>
        new(code, [Unknown, .. bins], basis, read);

    private static OutcomeFeature Enum<T>(string code, string path, Func<ChildProfile, T?> read)
        where T : struct, Enum =>
        Feature(code, Terms<T>.AllTexts, [path], source => read(source.Profile) is { } value ? Terms<T>.Text(value) : null);

    private static OutcomeFeature Boolean(string code, string path, Func<ChildProfile, bool?> read) =>
        Feature(
            code,
            ["no", "yes"],
            [path],
            source =>
                read(source.Profile) switch
                {
                    true => "yes",
                    false => "no",
                    null => null,
                }
        );

    /// <summary>How many clear or strong needs the place leaves unmet; not known while what it can do about one of them is not.</summary>
    private static string? UnmetNeeds(FeatureSource source)
    {
        var unmet = 0;
        foreach (var need in Terms<Need>.All)
        {
            var strength = source.Needs.Strengths[(int)need];
            if (strength < NeedStrength.Clear)
                continue;
            if (source.Placement.Capability(need).Value is not { } capability)
                return null;
            unmet += source.Criteria.IsUnmet(strength, (byte)capability) ? 1 : 0;
        }
        return Counts[Math.Min(unmet, Counts.Length - 1)];
    }
}

/// <summary>What features are read from: a case as it was on the day, and a place.</summary>
public sealed record FeatureSource(EligibilityContext Child, NeedsAssessment Needs, Placement Placement, CriteriaSet Criteria)
{
    /// <summary>The child.</summary>
    public ChildProfile Profile => Child.Profile;
}
