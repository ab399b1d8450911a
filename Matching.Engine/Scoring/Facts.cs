using System.Globalization;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>Every fact of a profile that can be unknown, in the order of the contract.</summary>
public static class Facts
{
    /// <summary>The answer of an examined, empty list.</summary>
    public const string NoneOf = "none";

    /// <summary>Separates a word from what is said about it, as in <c>mood/suspected</c>.</summary>
    public const char Detail = '/';

    private static readonly string[] YesNo = ["false", "true"];

    /// <summary>The definitions.</summary>
    public static IReadOnlyList<FactDefinition> All { get; } =
    [
        Enum("child.sex", p => p.Sex, (p, v) => p with { Sex = v }),
        new("child.diagnoses", null, ReadDiagnoses, (p, a) => p with { Diagnoses = a == NoneOf ? [] : [Assumed(a)] }),
        new(
            "child.diagnoses.status",
            Terms<DiagnosisStatus>.AllTexts,
            (p, _) => p.Diagnoses?.Any(diagnosis => diagnosis.Status is null) == true ? null : [],
            (p, a) => p with { Diagnoses = [.. p.Diagnoses!.Select(d => d with { Status = d.Status ?? Terms<DiagnosisStatus>.Parse(a) })] }
        ),
        Boolean("child.psychoticSymptoms", p => p.PsychoticSymptoms, (p, v) => p with { PsychoticSymptoms = v }),
        Enum("child.suicideRisk", p => p.SuicideRisk, (p, v) => p with { SuicideRisk = v }),
        Enum("child.selfHarm", p => p.SelfHarm, (p, v) => p with { SelfHarm = v }),
        new("child.substanceUse", null, ReadSubstances, (p, a) => p with { SubstanceUse = a == NoneOf ? [] : [AssumedUse(a)] }),
        new(
            "child.substanceUse.pattern",
            Terms<UsePattern>.AllTexts,
            (p, _) => p.SubstanceUse?.Any(use => use.Pattern is null) == true ? null : [],
            (p, a) =>
                p with
                {
                    SubstanceUse = [.. p.SubstanceUse!.Select(use => use with { Pattern = use.Pattern ?? Terms<UsePattern>.Parse(a) })],
                }
        ),
        new(
            "child.substanceUse.dependent",
            YesNo,
            (p, _) => p.SubstanceUse?.Any(use => use.Dependent is null) == true ? null : [],
            (p, a) => p with { SubstanceUse = [.. p.SubstanceUse!.Select(use => use with { Dependent = use.Dependent ?? a == "true" })] }
        ),
        Bins(
            "child.absconding.episodesLast12Months",
            p => p.Absconding?.EpisodesLast12Months,
            (p, v) => p with { Absconding = Of(p) with { EpisodesLast12Months = v } }
        ),
        Bins(
            "child.absconding.longestAbsenceDays",
            p => p.Absconding is { EpisodesLast12Months: 0 } ? p.Absconding.LongestAbsenceDays ?? 0 : p.Absconding?.LongestAbsenceDays,
            (p, v) => p with { Absconding = Of(p) with { LongestAbsenceDays = v } }
        ),
        Boolean(
            "child.absconding.harmDuringAbsence",
            p => p.Absconding is { EpisodesLast12Months: 0 } ? p.Absconding.HarmDuringAbsence ?? false : p.Absconding?.HarmDuringAbsence,
            (p, v) => p with { Absconding = Of(p) with { HarmDuringAbsence = v } }
        ),
        Enum("child.externalisingBehaviour", p => p.ExternalisingBehaviour, (p, v) => p with { ExternalisingBehaviour = v }),
        Enum("child.violenceAgainstOthers", p => p.ViolenceAgainstOthers, (p, v) => p with { ViolenceAgainstOthers = v }),
        Enum("child.sexuallyHarmfulBehaviour", p => p.SexuallyHarmfulBehaviour, (p, v) => p with { SexuallyHarmfulBehaviour = v }),
        Boolean("child.fireSetting", p => p.FireSetting, (p, v) => p with { FireSetting = v }),
        Enum("child.crime.involvement", p => p.Crime?.Involvement, (p, v) => p with { Crime = CrimeOf(p) with { Involvement = v } }),
        Boolean(
            "child.crime.violent",
            p => p.Crime is { Involvement: CrimeInvolvement.None } ? p.Crime.Violent ?? false : p.Crime?.Violent,
            (p, v) => p with { Crime = CrimeOf(p) with { Violent = v } }
        ),
        Boolean("child.crime.gangTies", p => p.Crime?.GangTies, (p, v) => p with { Crime = CrimeOf(p) with { GangTies = v } }),
        Enum("child.cognitiveLevel", p => p.CognitiveLevel, (p, v) => p with { CognitiveLevel = v }),
        Boolean("child.traumaExposure", p => p.TraumaExposure, (p, v) => p with { TraumaExposure = v }),
        List("child.exploitation", p => p.Exploitation, (p, v) => p with { Exploitation = v }),
        Enum("child.schoolAttendance", p => p.SchoolAttendance, (p, v) => p with { SchoolAttendance = v }),
        Boolean("child.somaticHealthNeeds", p => p.SomaticHealthNeeds, (p, v) => p with { SomaticHealthNeeds = v }),
        Boolean("child.regularMedication", p => p.RegularMedication, (p, v) => p with { RegularMedication = v }),
        Boolean("child.accessibilityNeeds", p => p.AccessibilityNeeds, (p, v) => p with { AccessibilityNeeds = v }),
        Boolean("child.interpreterNeeded", p => p.InterpreterNeeded, (p, v) => p with { InterpreterNeeded = v }),
        Enum("child.familyContact", p => p.FamilyContact, (p, v) => p with { FamilyContact = v }),
        Enum("child.networkCarer", p => p.NetworkCarer, (p, v) => p with { NetworkCarer = v }),
        Boolean("child.siblingsTogether", p => p.SiblingsTogether, (p, v) => p with { SiblingsTogether = v }),
        List("child.protectiveFactors", p => p.ProtectiveFactors, (p, v) => p with { ProtectiveFactors = v }),
        new(
            "child.placements",
            [NoneOf, .. Terms<HistoryLevel>.AllTexts],
            (p, _) =>
                p.Placements is null ? null
                : p.Placements.Count == 0 ? [NoneOf]
                : [.. p.Placements.Select(one => Terms<HistoryLevel>.Text(one.Level)).Distinct()],
            (p, a) =>
                p with
                {
                    Placements = a == NoneOf ? [] : [new(Terms<HistoryLevel>.Parse(a), null, null, null, PlacementEnding.Breakdown, null)],
                }
        )
        {
            LaterAnswers = [Terms<HistoryLevel>.Text(HistoryLevel.Efterskole), Terms<HistoryLevel>.Text(HistoryLevel.FamilyPlacement)],
        },
        List("child.earlierMeasures", p => p.EarlierMeasures, (p, v) => p with { EarlierMeasures = v }),
        new(
            "wishes.child",
            [NoneOf],
            (p, _) => p.Wishes.Child is null ? null : [],
            (p, _) => p with { Wishes = p.Wishes with { Child = [] } }
        ),
        new(
            "wishes.parents",
            [NoneOf],
            (p, _) => p.Wishes.Parents is null ? null : [],
            (p, _) => p with { Wishes = p.Wishes with { Parents = [] } }
        ),
        List("wishes.matters", p => p.Wishes.Matters, (p, v) => p with { Wishes = p.Wishes with { Matters = v } }),
        new("conflicts", [NoneOf], (p, _) => p.Conflicts is null ? null : [], (p, _) => p with { Conflicts = [] }),
        List("legal.grounds", p => p.Legal.Grounds, (p, v) => p with { Legal = p.Legal with { Grounds = v } }, opensGates: true),
        Enum("legal.decidedBy", p => p.Legal.DecidedBy, (p, v) => p with { Legal = p.Legal with { DecidedBy = v } }, opensGates: true),
        List("legal.stepsTaken", p => p.Legal.StepsTaken, (p, v) => p with { Legal = p.Legal with { StepsTaken = v } }, opensGates: true),
        // Facts are added at the end, so that those before keep their position and their draws.
        .. RefiningFacts.Definitions(),
    ];

    private static Absconding Of(ChildProfile profile) => profile.Absconding ?? new Absconding(null, null, null);

    private static Crime CrimeOf(ChildProfile profile) => profile.Crime ?? new Crime(null, null, null);

    internal static FactDefinition Enum<T>(
        string path,
        Func<ChildProfile, T?> read,
        Func<ChildProfile, T, ChildProfile> with,
        bool opensGates = false
    )
        where T : struct, Enum
    {
        var single = Terms<T>.AllTexts.Select(text => new[] { text }).ToArray();
        return new(
            path,
            Terms<T>.AllTexts,
            (p, _) => read(p) is { } value ? single[Terms<T>.Position(value)] : null,
            (p, a) => with(p, Terms<T>.Parse(a)),
            opensGates
        );
    }

    internal static FactDefinition Boolean(string path, Func<ChildProfile, bool?> read, Func<ChildProfile, bool, ChildProfile> with) =>
        new(
            path,
            YesNo,
            (p, _) =>
                read(p) switch
                {
                    true => Yes,
                    false => No,
                    null => null,
                },
            (p, a) => with(p, a == "true")
        );

    private static readonly string[] Yes = ["true"],
        No = ["false"],
        Nothing = [NoneOf];

    private static FactDefinition Bins(string path, Func<ChildProfile, int?> read, Func<ChildProfile, int, ChildProfile> with) =>
        new(
            path,
            null,
            (p, criteria) => read(p) is { } value ? [criteria.BinOf(path, value)] : null,
            (p, a) => with(p, int.Parse(a.Split('-', '+')[0], CultureInfo.InvariantCulture))
        );

    private static FactDefinition List<T>(
        string path,
        Func<ChildProfile, IReadOnlyList<T>?> read,
        Func<ChildProfile, IReadOnlyList<T>, ChildProfile> with,
        bool opensGates = false
    )
        where T : struct, Enum =>
        new(
            path,
            [.. Terms<T>.AllTexts.Prepend(NoneOf).Distinct()],
            (p, _) =>
                read(p) is not { } list ? null
                : list.Count == 0 ? Nothing
                : [.. list.Select(Terms<T>.Text)],
            (p, a) => with(p, a == NoneOf ? [] : [Terms<T>.Parse(a)]),
            opensGates
        );

    private static IReadOnlyList<string>? ReadDiagnoses(ChildProfile profile, CriteriaSet criteria)
    {
        if (profile.Diagnoses is not { } diagnoses)
            return null;
        if (diagnoses.Count == 0)
            return Nothing;
        var answers = new List<string>(diagnoses.Count);
        foreach (var diagnosis in diagnoses)
        {
            var answer = criteria.GroupOf(diagnosis.Code).AnswerFor(diagnosis.Status);
            if (!answers.Contains(answer))
                answers.Add(answer);
        }
        return answers;
    }

    private static Diagnosis Assumed(string answer)
    {
        var parts = answer.Split(Detail);
        return new Diagnosis(
            DiagnosisGroup.AssumedPrefix + parts[0],
            parts.Length > 1 ? DiagnosisStatus.Suspected : DiagnosisStatus.Confirmed
        );
    }

    private static IReadOnlyList<string>? ReadSubstances(ChildProfile profile, CriteriaSet criteria)
    {
        if (profile.SubstanceUse is not { } uses)
            return null;
        if (uses.Count == 0)
            return Nothing;
        var answers = new List<string>(uses.Count * 2);
        foreach (var use in uses)
        {
            answers.Add(
                $"{Terms<Substance>.Text(use.Substance)}{Detail}{(use.Pattern is { } pattern ? Terms<UsePattern>.Text(pattern) : "unknown")}"
            );
            if (use.Dependent == true)
                answers.Add($"{Terms<Substance>.Text(use.Substance)}{Detail}dependent");
        }
        return answers;
    }

    private static SubstanceUse AssumedUse(string answer)
    {
        var parts = answer.Split(Detail);
        return new SubstanceUse(
            Terms<Substance>.Parse(parts[0]),
            Terms<UsePattern>.TryParse(parts[1], out var pattern) ? pattern : null,
            parts[1] == "dependent"
        );
    }
}
