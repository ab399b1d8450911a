using System.Text.Json;
using Matching.Api.Cases;
using Matching.Engine;
using Matching.Engine.Profiles;
using Matching.Engine.Reading;

namespace Matching.Api.Rankings;

/// <summary>
/// Reads a ranking request by hand, noting every fault by path. Model binding would stop at the first one, and would take <c>"MILD"</c> or <c>2</c> for a word.
/// </summary>
public sealed class RankingRequestReader
{
    private const int MaxPlacementId = 64;
    private const int MostEpisodes = 1000, MostDays = 3650;
    private readonly Knowledge _knowledge;
    private readonly Problems _problems;
    private readonly bool _isForTheRecord;
    private DateOnly _asOf;

    private RankingRequestReader(Knowledge knowledge, Problems problems, DateOnly asOf, bool isForTheRecord = false) =>
        (_knowledge, _problems, _asOf, _isForTheRecord) = (knowledge, problems, asOf, isForTheRecord);

    /// <summary>Reads a request; null when the problems say why not.</summary>
    /// <param name="body">The JSON object.</param>
    /// <param name="knowledge">Names the placements there are, and the first day of the rules.</param>
    /// <param name="today">The day meant when the request names none.</param>
    /// <param name="problems">Takes every fault.</param>
    public static RankingRequest? Read(JsonElement body, Knowledge knowledge, DateOnly today, Problems problems) =>
        new RankingRequestReader(knowledge, problems, today).Read(body);

    /// <summary>
    /// Reads what a request says of the child alone (<c>urgency</c>, <c>child</c>, <c>wishes</c>, <c>conflicts</c>, <c>legal</c>), as it was known on a day that may lie before the rules'
    /// first; null when the problems say why not.
    /// </summary>
    /// <param name="body">The JSON object.</param>
    /// <param name="knowledge">Names the placements there are, and says when a child born on 29 February turns a year older.</param>
    /// <param name="day">The day the facts speak of.</param>
    /// <param name="problems">Takes every fault; there are none yet.</param>
    public static ChildProfile? ReadProfile(JsonElement body, Knowledge knowledge, DateOnly day, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var profile = new RankingRequestReader(knowledge, problems, day, isForTheRecord: true).ReadProfile(reader);
        reader.Close();
        return problems.None ? profile : null;
    }

    /// <summary>Age in whole years on a day, also one before the rules' first.</summary>
    public static int AgeOn(DateOnly day, DateOnly birthDate, Knowledge knowledge)
    {
        var rules = knowledge.Rules;
        return Age.On(day, birthDate, rules.InForce(day < rules.FirstDay ? rules.FirstDay : day).Birthdays[0].LeapDay);
    }

    private RankingRequest? Read(JsonElement body)
    {
        if (ObjectReader.Open(body, "", _problems) is not { } reader)
            return null;
        var reference = CaseReference.Read(reader);
        _asOf = reader.Day("asOf") ?? _asOf;
        if (_asOf < _knowledge.Rules.FirstDay)
            reader.Fault("asOf", $"lies before the first day of the rules, {_knowledge.Rules.FirstDay:yyyy-MM-dd}");
        var mode = reader.Term<RankingMode>("mode") ?? RankingMode.Rules;
        var profile = ReadProfile(reader);
        reader.Close();
        return _problems.None ? new RankingRequest(reference!.Value.Value, _asOf, mode, profile!) : null;
    }

    private ChildProfile? ReadProfile(ObjectReader reader)
    {
        var urgency = reader.Term<Urgency>("urgency");
        var profile = reader.Require("child").Object("child") is { } child ? ReadChild(child) : null;
        var wishes = reader.Object("wishes") is { } wishesReader ? ReadWishes(wishesReader) : Wishes.Unasked;
        var conflicts = reader.ObjectList("conflicts", ReadConflict);
        var legal = reader.Object("legal") is { } legalReader ? ReadLegal(legalReader) : LegalPosition.Unknown;
        return profile is null ? null : profile with { Urgency = urgency, Wishes = wishes, Conflicts = conflicts, Legal = legal };
    }

    private ChildProfile ReadChild(ObjectReader reader)
    {
        var profile = new ChildProfile
        {
            AgeYears = reader.Whole("ageYears", Age.Youngest, Age.Oldest),
            BirthDate = reader.Day("birthDate"),
            Sex = reader.Term<Sex>("sex"),
            Diagnoses = reader.ObjectList("diagnoses", ReadDiagnosis),
            PsychoticSymptoms = reader.Flag("psychoticSymptoms"),
            SuicideRisk = reader.Term<SuicideRisk>("suicideRisk"),
            SelfHarm = reader.Term<Severity>("selfHarm"),
            SubstanceUse = reader.ObjectList("substanceUse", ReadSubstanceUse),
            Absconding = reader.Object("absconding") is { } absconding ? ReadAbsconding(absconding) : null,
            ExternalisingBehaviour = reader.Term<Severity>("externalisingBehaviour"),
            ViolenceAgainstOthers = reader.Term<Violence>("violenceAgainstOthers"),
            SexuallyHarmfulBehaviour = reader.Term<SexualHarm>("sexuallyHarmfulBehaviour"),
            FireSetting = reader.Flag("fireSetting"),
            Crime = reader.Object("crime") is { } crime ? ReadCrime(crime) : null,
            CognitiveLevel = reader.Term<CognitiveLevel>("cognitiveLevel"),
            TraumaExposure = reader.Flag("traumaExposure"),
            Exploitation = reader.TermList<Exploitation>("exploitation", repeats: true),
            SchoolAttendance = reader.Term<SchoolAttendance>("schoolAttendance"),
            SomaticHealthNeeds = reader.Flag("somaticHealthNeeds"),
            RegularMedication = reader.Flag("regularMedication"),
            AccessibilityNeeds = reader.Flag("accessibilityNeeds"),
            InterpreterNeeded = reader.Flag("interpreterNeeded"),
            FamilyContact = reader.Term<FamilyContact>("familyContact"),
            NetworkCarer = reader.Term<NetworkCarer>("networkCarer"),
            SiblingsTogether = reader.Flag("siblingsTogether"),
            ProtectiveFactors = reader.TermList<ProtectiveFactor>("protectiveFactors", repeats: true),
            CurrentPlacementId = ReadPlacementId(reader, "currentPlacementId"),
            Placements = reader.ObjectList("placements", ReadEarlierPlacement),
            EarlierMeasures = reader.TermList<EarlierMeasure>("earlierMeasures", repeats: true),
        };
        CheckAge(reader, profile);
        reader.Close();
        return profile;
    }

    private void CheckAge(ObjectReader reader, ChildProfile profile)
    {
        if (reader.Has("ageYears") == reader.Has("birthDate"))
        {
            const string rule = "exactly one of ageYears and birthDate is required";
            reader.Fault("ageYears", rule);
            reader.Fault("birthDate", rule);
        }
        // A ranking before the first day of the rules is refused for that.
        else if (profile.BirthDate is { } birth && (_isForTheRecord || _asOf >= _knowledge.Rules.FirstDay)
            && AgeOn(_asOf, birth, _knowledge) is < Age.Youngest or > Age.Oldest)
        {
            reader.Fault("birthDate", $"must give an age from {Age.Youngest} to {Age.Oldest} on the day asked about");
        }
    }

    private static Diagnosis? ReadDiagnosis(ObjectReader reader)
    {
        var text = reader.Require("code").Text("code", 16);
        var code = text is null ? null : Diagnosis.ParseCode(text);
        if (text is not null && code is null)
            reader.Fault("code", "must be an ICD-10 code such as F84, F90.0 or DF900");
        var status = reader.Term<DiagnosisStatus>("status");
        return code is null ? null : new Diagnosis(code, status);
    }

    private static SubstanceUse? ReadSubstanceUse(ObjectReader reader)
    {
        var substance = reader.Require("substance").Term<Substance>("substance");
        var (pattern, dependent) = (reader.Term<UsePattern>("pattern"), reader.Flag("dependent"));
        return substance is { } known ? new SubstanceUse(known, pattern, dependent) : null;
    }

    private static Absconding ReadAbsconding(ObjectReader reader)
    {
        var absconding = new Absconding(
            reader.Whole("episodesLast12Months", 0, MostEpisodes), reader.Whole("longestAbsenceDays", 0, MostDays), reader.Flag("harmDuringAbsence"));
        reader.Close();
        return absconding;
    }

    private static Crime ReadCrime(ObjectReader reader)
    {
        var crime = new Crime(reader.Term<CrimeInvolvement>("involvement"), reader.Flag("violent"), reader.Flag("gangTies"));
        reader.Close();
        return crime;
    }

    private EarlierPlacement? ReadEarlierPlacement(ObjectReader reader)
    {
        var level = reader.Require("level").Term<HistoryLevel>("level");
        var placement = new EarlierPlacement(
            level ?? default, ReadPlacementId(reader, "placementId"), reader.Day("from"), reader.Day("to"),
            reader.Term<PlacementEnding>("ending"), reader.Term<EndedBy>("endedBy"));
        if (placement.To < placement.From)
            reader.Fault("to", "lies before from");
        return level is null ? null : placement;
    }

    private Wishes ReadWishes(ObjectReader reader)
    {
        var wishes = new Wishes(ReadWishList(reader, "child"), ReadWishList(reader, "parents"), reader.TermList<Matter>("matters", repeats: true));
        reader.Close();
        return wishes;
    }

    private IReadOnlyList<Wish>? ReadWishList(ObjectReader reader, string field)
    {
        var stances = new Dictionary<string, Stance>(StringComparer.Ordinal);
        return reader.ObjectList(field, item =>
        {
            var placementId = ReadPlacementId(item.Require("placementId"), "placementId");
            var stance = item.Require("stance").Term<Stance>("stance");
            if (placementId is null || stance is not { } known)
                return null;
            if (!stances.TryAdd(placementId, known) && stances[placementId] != known)
                item.Fault("stance", "contradicts another wish about the same placement");
            return new Wish(placementId, known);
        });
    }

    private Conflict? ReadConflict(ObjectReader reader)
    {
        var placementId = ReadPlacementId(reader.Require("placementId"), "placementId");
        var reason = reader.Require("reason").Term<ConflictReason>("reason");
        return placementId is null || reason is not { } known ? null : new Conflict(placementId, known);
    }

    private static LegalPosition ReadLegal(ObjectReader reader)
    {
        var legal = new LegalPosition(
            reader.TermList<Ground>("grounds", repeats: true), reader.Term<Decider>("decidedBy"), reader.TermList<Step>("stepsTaken", repeats: true));
        reader.Close();
        return legal;
    }

    /// <summary>A placement that is not in the catalogue is a fault: a conflict or a wish that is misspelt must not be lost.</summary>
    private string? ReadPlacementId(ObjectReader reader, string field)
    {
        if (reader.Text(field, MaxPlacementId) is not { } id)
            return null;
        if (_knowledge.Catalogue.TryFind(id, out _))
            return id;
        reader.Fault(field, "is not the id of a placement in the catalogue");
        return null;
    }
}
