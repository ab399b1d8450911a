namespace Matching.Tests.Api.Support;

/// <summary>What a field may hold.</summary>
public enum Kind
{
    Reference,
    Enum,
    EnumList,
    Boolean,
    Integer,
    Day,
    Code,
    PlacementId,
    Object,
    ObjectList,
}

/// <summary>A field of the request as the contract describes it.</summary>
/// <param name="Path">Where it is in the example.</param>
/// <param name="Values">The words of a term; the range of a whole number.</param>
public sealed record Field(string Path, Kind Kind, params string[] Values)
{
    public override string ToString() => Path;
}

/// <summary>The contract's table of the request, and for each kind of field what it must refuse.</summary>
static class Fields
{
    public static readonly Field[] All =
    [
        new("caseReference", Kind.Reference),
        new("asOf", Kind.Day),
        new("mode", Kind.Enum, "rules"),
        new("urgency", Kind.Enum, "planned", "weeks", "acute"),
        new("child", Kind.Object),
        new("child.ageYears", Kind.Integer, "0", "17"),
        new("child.sex", Kind.Enum, "female", "male", "other"),
        new("child.diagnoses", Kind.ObjectList),
        new("child.diagnoses[1].code", Kind.Code),
        new("child.diagnoses[1].status", Kind.Enum, "confirmed", "suspected"),
        new("child.psychoticSymptoms", Kind.Boolean),
        new("child.suicideRisk", Kind.Enum, "none", "low", "moderate", "high"),
        new("child.selfHarm", Kind.Enum, "none", "mild", "moderate", "severe"),
        new("child.substanceUse", Kind.ObjectList),
        new("child.substanceUse[0].substance", Kind.Enum, "alcohol", "cannabis", "stimulants", "opioids", "benzodiazepines", "other"),
        new("child.substanceUse[0].pattern", Kind.Enum, "occasional", "weekly", "daily"),
        new("child.substanceUse[0].dependent", Kind.Boolean),
        new("child.absconding", Kind.Object),
        new("child.absconding.episodesLast12Months", Kind.Integer, "0", "1000"),
        new("child.absconding.longestAbsenceDays", Kind.Integer, "0", "3650"),
        new("child.absconding.harmDuringAbsence", Kind.Boolean),
        new("child.externalisingBehaviour", Kind.Enum, "none", "mild", "moderate", "severe"),
        new("child.violenceAgainstOthers", Kind.Enum, "none", "threats", "minor", "serious"),
        new("child.sexuallyHarmfulBehaviour", Kind.Enum, "none", "suspected", "established"),
        new("child.fireSetting", Kind.Boolean),
        new("child.crime", Kind.Object),
        new("child.crime.involvement", Kind.Enum, "none", "at-risk", "suspected", "charged", "convicted"),
        new("child.crime.violent", Kind.Boolean),
        new("child.crime.gangTies", Kind.Boolean),
        new("child.cognitiveLevel", Kind.Enum, "typical", "borderline", "mild-disability", "moderate-disability"),
        new("child.traumaExposure", Kind.Boolean),
        new("child.exploitation", Kind.EnumList, "sexual", "criminal"),
        new("child.schoolAttendance", Kind.Enum, "regular", "irregular", "none"),
        new("child.somaticHealthNeeds", Kind.Boolean),
        new("child.regularMedication", Kind.Boolean),
        new("child.accessibilityNeeds", Kind.Boolean),
        new("child.interpreterNeeded", Kind.Boolean),
        new("child.familyContact", Kind.Enum, "supportive", "mixed", "harmful", "forbidden"),
        new("child.networkCarer", Kind.Enum, "identified", "none"),
        new("child.siblingsTogether", Kind.Boolean),
        new(
            "child.protectiveFactors",
            Kind.EnumList,
            "supportive-adult",
            "school-attachment",
            "prosocial-friends",
            "treatment-motivation",
            "leisure-activity",
            "good-cognition"
        ),
        new("child.currentPlacementId", Kind.PlacementId),
        new("child.placements", Kind.ObjectList),
        new(
            "child.placements[0].level",
            Kind.Enum,
            "home",
            "home-support",
            "network",
            "foster",
            "boarding-school",
            "own-room",
            "open-residential",
            "project-place",
            "partially-closed",
            "secure",
            "specially-secured",
            "psychiatric-ward",
            "efterskole",
            "family-placement"
        ),
        new("child.placements[0].placementId", Kind.PlacementId),
        new("child.placements[0].from", Kind.Day),
        new("child.placements[0].to", Kind.Day),
        new("child.placements[0].ending", Kind.Enum, "planned", "breakdown", "ongoing"),
        new("child.placements[0].endedBy", Kind.Enum, "child", "place", "both"),
        new(
            "child.earlierMeasures",
            Kind.EnumList,
            "family-therapy",
            "contact-person",
            "respite-care",
            "practical-support",
            "day-treatment",
            "mentor",
            "psychologist",
            "substance-counselling",
            "family-group-conference",
            "youth-order",
            "parent-order",
            "outreach",
            "other"
        ),
        new("wishes", Kind.Object),
        new("wishes.child", Kind.ObjectList),
        new("wishes.child[0].placementId", Kind.PlacementId),
        new("wishes.child[0].stance", Kind.Enum, "prefer", "avoid"),
        new("wishes.parents", Kind.ObjectList),
        new("wishes.parents[0].placementId", Kind.PlacementId),
        new("wishes.parents[0].stance", Kind.Enum, "prefer", "avoid"),
        new("wishes.matters", Kind.EnumList, "near-family", "keep-school", "siblings", "keep-adult", "small-home"),
        new("conflicts", Kind.ObjectList),
        new("conflicts[0].placementId", Kind.PlacementId),
        new(
            "conflicts[0].reason",
            Kind.Enum,
            "co-resident-conflict",
            "gang-conflict",
            "co-accused",
            "honour-related",
            "threat-from-outside"
        ),
        new("legal", Kind.Object),
        new(
            "legal.grounds",
            Kind.EnumList,
            "compulsory-placement",
            "partially-closed",
            "secure-danger",
            "secure-observation",
            "secure-long-treatment",
            "specially-secured",
            "remand-surrogate",
            "sentence",
            "youth-sanction"
        ),
        new("legal.decidedBy", Kind.Enum, "administration", "committee", "committee-chair", "youth-crime-board", "court"),
        new(
            "legal.stepsTaken",
            Kind.EnumList,
            "child-examination",
            "youth-examination",
            "child-heard",
            "parents-heard",
            "custody-holder-consent",
            "youth-consent",
            "lawyer-offered",
            "less-intrusive-considered",
            "childs-plan"
        ),
        new("home.neglect", Kind.Enum, "none", "suspected", "established"),
        new("home.violence", Kind.Enum, "none", "suspected", "established"),
        new("home.sexualAbuse", Kind.Enum, "none", "suspected", "established"),
        new("home.violenceWitnessed", Kind.Enum, "none", "suspected", "established"),
        new("home.parentalSubstanceUse", Kind.Boolean),
        new("home.parentalMentalIllness", Kind.Boolean),
        new("home.parentalCrime", Kind.Boolean),
        new("home.parentImprisoned", Kind.Boolean),
        new("home.parentsActive", Kind.Boolean),
        new("home", Kind.Object),
        new("home.cooperation", Kind.Enum, "good", "mixed", "none"),
        new("home.custody", Kind.Enum, "both", "one", "authority", "representative"),
        new("safety", Kind.Object),
        new("safety.addressProtected", Kind.Boolean),
        new("safety.undisclosedPlacement", Kind.Boolean),
        new("safety.honourRelated", Kind.Boolean),
        new("safety.siblingsApart", Kind.Boolean),
        new("safety.threatened", Kind.Boolean),
        new("safety.riskToYoungerChildren", Kind.Enum, "none", "suspected", "established"),
        new("safety.trafficking", Kind.Enum, "none", "suspected", "established"),
        new("child.dueDate", Kind.Day),
        new("child.psychiatricDischarge", Kind.Day),
        new("child.lastHealthCheck", Kind.Day),
        new("neededFrom", Kind.Day),
        new("child.eatingDisorderSeverity", Kind.Enum, "none", "mild", "moderate", "severe"),
        new("child.withdrawalRisk", Kind.Boolean),
        new("child.hearing", Kind.Enum, "typical", "reduced", "none"),
        new("child.sight", Kind.Enum, "typical", "reduced", "none"),
        new("child.signLanguage", Kind.Boolean),
        new("child.schoolType", Kind.Enum, "public", "special", "day-treatment", "boarding", "upper-secondary", "none"),
        new("child.leisure", Kind.Boolean),
        new("child.sellingSex", Kind.Enum, "none", "suspected", "established"),
        new("child.thriving", Kind.Boolean),
        new("child.movesTotal", Kind.Integer, "0", "200"),
        new(
            "child.placements[0].breakdownReason",
            Kind.Enum,
            "absconding",
            "violence",
            "self-harm",
            "substance",
            "place-capacity",
            "family",
            "other"
        ),
        new("child.placements[0].thrived", Kind.Boolean),
    ];

    static readonly string[] Required =
    [
        "caseReference",
        "child",
        "child.diagnoses[1].code",
        "child.substanceUse[0].substance",
        "child.placements[0].level",
        "wishes.child[0].placementId",
        "wishes.child[0].stance",
        "wishes.parents[0].placementId",
        "wishes.parents[0].stance",
        "conflicts[0].placementId",
        "conflicts[0].reason",
    ];

    public static bool IsRequired(Field field) => Required.Contains(field.Path);

    /// <summary>JSON that the field must refuse, with what must be named as faulty inside it: nothing for the field itself.</summary>
    public static IEnumerable<(string Json, string Inside)> Refused(Field field)
    {
        var word = field.Values.Length > 0 ? field.Values[0] : "";
        var own = field.Kind switch
        {
            Kind.Reference =>
            [
                "\"\"",
                "\" a\"",
                "\"a b\"",
                "\"a\\n\"",
                "\"a\\u0000\"",
                "\"a\\\\b\"",
                "\"a:b\"",
                $"\"{new string('a', 65)}\"",
                "\"\\ud800\"",
                "\"a\\udc00b\"",
                "\"\\u0661\"",
                "1",
            ],
            Kind.Enum =>
            [
                "\"\"",
                "\"no-such-word\"",
                $"\"{word.ToUpperInvariant()}\"",
                $"\"{char.ToUpperInvariant(word[0])}{word[1..]}\"",
                $"\" {word}\"",
                $"\"{word} \"",
                $"\"{word}\\u0000\"",
                $"\"{word}\\ud800\"",
                $"\"{word},{field.Values[^1]}\"",
                "\"0\"",
                "0",
                "1",
                $"[\"{word}\"]",
            ],
            Kind.Boolean => ["\"true\"", "\"\"", "0", "1", "[true]"],
            Kind.Integer =>
            [
                $"\"{word}\"",
                "-1",
                $"{int.Parse(field.Values[1]) + 1}",
                "15.0",
                "15e0",
                "1.5",
                "1e999",
                "-1e999",
                "2147483648",
                "99999999999999999999999999",
                "[1]",
            ],
            Kind.Day =>
            [
                "\"\"",
                "\"2026-02-29\"",
                "\"2026-13-01\"",
                "\"2026-00-10\"",
                "\"2026-11-31\"",
                "\"0000-01-01\"",
                "\"10000-01-01\"",
                "\"2026-1-2\"",
                "\"26-01-02\"",
                "\"22-11-2026\"",
                "\"2026/11/22\"",
                "\"20261122\"",
                "\"2026-11-22T00:00:00Z\"",
                "\" 2026-11-22\"",
                "\"2026-11-22\\u0000\"",
                "\"2026-11-\\ud800\"",
                "\"\\u0662026-11-22\"",
                "20261122",
            ],
            Kind.Code =>
            [
                "\"\"",
                "\"15\"",
                "\"F\"",
                "\"F60.\"",
                "\"f60.3 \"",
                "\" F60.3\"",
                "\"F60.3\\u0000\"",
                "\"\\ud800\"",
                "\"depression\"",
                $"\"F{new string('6', 40)}\"",
                "60",
            ],
            Kind.PlacementId =>
            [
                "\"\"",
                "\"nowhere\"",
                "\"NEXUS\"",
                "\"nexus \"",
                "\"nexus\\u0000\"",
                "\"\\ud800\"",
                $"\"{new string('a', 5000)}\"",
                "1",
            ],
            Kind.EnumList => [$"\"{word}\"", $"{{\"0\":\"{word}\"}}", "1"],
            Kind.ObjectList => ["\"\"", "1"],
            _ => new[] { "[]", "\"\"", "1" },
        };
        foreach (var json in own)
            yield return (json, "");
        if (field.Kind is not (Kind.EnumList or Kind.ObjectList))
            yield return (field.Kind == Kind.Object ? "[{}]" : "[]", "");
        if (field.Kind is not Kind.Object)
            yield return ("{}", "");
        if (field.Kind is not Kind.Boolean)
            yield return ("true", "");
        if (IsRequired(field))
            yield return ("null", "");
        if (field.Kind is Kind.EnumList or Kind.ObjectList)
        {
            var item = field.Kind == Kind.EnumList ? $"\"{word}\"" : "{}";
            yield return ($"[{string.Join(',', Enumerable.Repeat(item, 51))}]", "");
            foreach (
                var wrong in new[]
                {
                    "null",
                    "1",
                    "[]",
                    "true",
                    field.Kind == Kind.EnumList ? $"\"{word.ToUpperInvariant()}\"" : $"\"{word}\"",
                }
            )
                yield return ($"[{wrong}]", "[0]");
        }
    }
}
