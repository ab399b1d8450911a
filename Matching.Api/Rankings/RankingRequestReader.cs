using System.Text.Json;
using Matching.Api.Cases;
using Matching.Engine;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Api.Rankings;

/// <summary>
/// Reads a ranking request by hand, noting every fault by path. Model binding would stop at the first one, and would take <c>"MILD"</c> or
/// <c>2</c> for a word.
/// </summary>
public sealed class RankingRequestReader
{
    private const int MaxPlacementId = 64;
    private const int MostEpisodes = 1000,
        MostDays = 3650,
        MostMoves = 200,
        MostDaysOfPregnancy = 300;
    private readonly ReferenceDataSet _referenceData;
    private readonly Problems _problems;
    private readonly bool _isForTheRecord;

    /// <summary>Diagnoses that were recorded before their codes were looked up; null = any code passes.</summary>
    private IReadOnlyCollection<string>? _recordedCodes = [];

    private DateOnly _asOf;
    private Handover? _handover;

    private RankingRequestReader(ReferenceDataSet referenceData, Problems problems, DateOnly asOf, bool isForTheRecord = false) =>
        (_referenceData, _problems, _asOf, _isForTheRecord) = (referenceData, problems, asOf, isForTheRecord);

    /// <summary>Reads a request; null when the problems say why not.</summary>
    /// <param name="body">The JSON object.</param>
    /// <param name="referenceData">Names the placements there are, and the first day of the rules.</param>
    /// <param name="today">The day meant when the request names none.</param>
    /// <param name="problems">Takes every fault.</param>
    public static RankingRequest? Read(JsonElement body, ReferenceDataSet referenceData, DateOnly today, Problems problems) =>
        new RankingRequestReader(referenceData, problems, today).Read(body);

    /// <summary>Reads a request that was recorded, also one with what would be refused today.</summary>
    /// <param name="body">The JSON object.</param>
    /// <param name="referenceData">That of the record.</param>
    /// <param name="asOf">The day it was answered for.</param>
    /// <exception cref="InvalidDataException">It can no longer be read.</exception>
    public static RankingRequest ReadRecorded(JsonElement body, ReferenceDataSet referenceData, DateOnly asOf) =>
        new RankingRequestReader(referenceData, new Problems(), asOf) { _recordedCodes = null }.Read(body)
        ?? throw new InvalidDataException("The recorded request can no longer be read.");

    /// <summary>Reads a recorded request with changes; null when the problems say why not. What was recorded passes.</summary>
    /// <param name="body">The JSON object with the changes.</param>
    /// <param name="recorded">The one that was recorded.</param>
    /// <param name="referenceData">That of the record.</param>
    /// <param name="asOf">The day it was answered for.</param>
    /// <param name="problems">Takes every fault.</param>
    public static RankingRequest? ReadPatched(
        JsonElement body,
        JsonElement recorded,
        ReferenceDataSet referenceData,
        DateOnly asOf,
        Problems problems
    ) =>
        new RankingRequestReader(referenceData, problems, asOf)
        {
            _recordedCodes = [.. (ReadRecorded(recorded, referenceData, asOf).Profile.Diagnoses ?? []).Select(one => one.Code)],
        }.Read(body);

    /// <summary>Notes every fault of what a request says of the child alone, as it is asked about today.</summary>
    /// <param name="body">The JSON object.</param>
    /// <param name="referenceData">Names the placements there are.</param>
    /// <param name="today">The day it is held against.</param>
    /// <param name="problems">Takes the faults.</param>
    public static void CheckProfile(JsonElement body, ReferenceDataSet referenceData, DateOnly today, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return;
        new RankingRequestReader(referenceData, problems, today).ReadProfile(reader);
        reader.Close();
    }

    /// <summary>
    /// Reads what a request says of the child alone (<c>urgency</c>, <c>child</c>, <c>wishes</c>, <c>conflicts</c>, <c>legal</c>,
    /// <c>home</c>, <c>safety</c>, <c>neededFrom</c>), as it
    /// was known on a day that may lie before the rules'
    /// first; null when the problems say why not.
    /// </summary>
    /// <param name="body">The JSON object.</param>
    /// <param name="referenceData">Names the placements there are, and says when a child born on 29 February turns a year older.</param>
    /// <param name="day">The day the facts speak of.</param>
    /// <param name="problems">Takes every fault; there are none yet.</param>
    public static ChildProfile? ReadProfile(JsonElement body, ReferenceDataSet referenceData, DateOnly day, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var profile = new RankingRequestReader(referenceData, problems, day, isForTheRecord: true).ReadProfile(reader);
        reader.Close();
        return problems.None ? profile : null;
    }

    /// <summary>Age in whole years on a day, also one before the rules' first.</summary>
    public static int AgeOn(DateOnly day, DateOnly birthDate, ReferenceDataSet referenceData)
    {
        var rules = referenceData.Rules;
        return Age.On(day, birthDate, rules.InForce(day < rules.FirstDay ? rules.FirstDay : day).Birthdays[0].LeapDay);
    }

    private RankingRequest? Read(JsonElement body)
    {
        if (ObjectReader.Open(body, "", _problems) is not { } reader)
            return null;
        var reference = CaseReference.Read(reader);
        _asOf = reader.Date("asOf") ?? _asOf;
        if (_asOf < _referenceData.Rules.FirstDay)
            reader.Fault("asOf", $"lies before the first day of the rules, {_referenceData.Rules.FirstDay:yyyy-MM-dd}");
        var mode = reader.Enum<RankingMode>("mode") ?? RankingMode.Rules;
        var profile = ReadProfile(reader);
        reader.Close();
        return _problems.None ? new RankingRequest(reference!.Value, _asOf, mode, profile!) { Handover = _handover } : null;
    }

    private ChildProfile? ReadProfile(ObjectReader reader)
    {
        var urgency = reader.Enum<Urgency>("urgency");
        var profile = reader.Require("child").Object("child") is { } child ? ReadChild(child) : null;
        var wishes = reader.Object("wishes") is { } wishesReader ? ReadWishes(wishesReader) : Wishes.Unasked;
        var conflicts = reader.ObjectList("conflicts", ReadConflict);
        var legal = reader.Object("legal") is { } legalReader ? ReadLegal(legalReader) : LegalPosition.Unknown;
        var home = reader.Object("home") is { } homeReader ? SituationReader.ReadHome(homeReader) : null;
        var safety = reader.Object("safety") is { } safetyReader ? SituationReader.ReadSafety(safetyReader) : null;
        var neededFrom = reader.Date("neededFrom");
        _handover = SituationReader.ReadHandover(reader);
        return profile is null
            ? null
            : profile with
            {
                Urgency = urgency,
                Wishes = wishes,
                Conflicts = conflicts,
                Legal = legal,
                Home = home,
                Safety = safety,
                NeededFrom = neededFrom,
            };
    }

    private ChildProfile ReadChild(ObjectReader reader)
    {
        var profile = new ChildProfile
        {
            AgeYears = reader.Integer("ageYears", Age.Youngest, Age.Oldest),
            BirthDate = reader.Date("birthDate"),
            Sex = reader.Enum<Sex>("sex"),
            Diagnoses = reader.ObjectList("diagnoses", ReadDiagnosis),
            PsychoticSymptoms = reader.Boolean("psychoticSymptoms"),
            SuicideRisk = reader.Enum<SuicideRisk>("suicideRisk"),
            SelfHarm = reader.Enum<Severity>("selfHarm"),
            SubstanceUse = reader.ObjectList("substanceUse", ReadSubstanceUse),
            Absconding = reader.Object("absconding") is { } absconding ? ReadAbsconding(absconding) : null,
            ExternalisingBehaviour = reader.Enum<Severity>("externalisingBehaviour"),
            ViolenceAgainstOthers = reader.Enum<Violence>("violenceAgainstOthers"),
            SexuallyHarmfulBehaviour = reader.Enum<SexualHarm>("sexuallyHarmfulBehaviour"),
            FireSetting = reader.Boolean("fireSetting"),
            Crime = reader.Object("crime") is { } crime ? ReadCrime(crime) : null,
            CognitiveLevel = reader.Enum<CognitiveLevel>("cognitiveLevel"),
            TraumaExposure = reader.Boolean("traumaExposure"),
            Exploitation = reader.EnumList<Exploitation>("exploitation", repeats: true),
            SchoolAttendance = reader.Enum<SchoolAttendance>("schoolAttendance"),
            SomaticHealthNeeds = reader.Boolean("somaticHealthNeeds"),
            RegularMedication = reader.Boolean("regularMedication"),
            AccessibilityNeeds = reader.Boolean("accessibilityNeeds"),
            InterpreterNeeded = reader.Boolean("interpreterNeeded"),
            FamilyContact = reader.Enum<FamilyContact>("familyContact"),
            NetworkCarer = reader.Enum<NetworkCarer>("networkCarer"),
            SiblingsTogether = reader.Boolean("siblingsTogether"),
            ProtectiveFactors = reader.EnumList<ProtectiveFactor>("protectiveFactors", repeats: true),
            CurrentPlacementId = ReadPlacementId(reader, "currentPlacementId"),
            Placements = reader.ObjectList("placements", ReadEarlierPlacement),
            DueDate = reader.Date("dueDate"),
            EatingDisorderSeverity = reader.Enum<Severity>("eatingDisorderSeverity"),
            PsychiatricDischarge = reader.Date("psychiatricDischarge"),
            WithdrawalRisk = reader.Boolean("withdrawalRisk"),
            Hearing = reader.Enum<Sense>("hearing"),
            Sight = reader.Enum<Sense>("sight"),
            SignLanguage = reader.Boolean("signLanguage"),
            LastHealthCheck = reader.Date("lastHealthCheck"),
            SchoolType = reader.Enum<SchoolType>("schoolType"),
            Leisure = reader.Boolean("leisure"),
            SellingSex = reader.Enum<Concern>("sellingSex"),
            Thriving = reader.Boolean("thriving"),
            Languages = SituationReader.ReadLanguages(reader),
            MovesTotal = reader.Integer("movesTotal", 0, MostMoves),
        };
        if (profile.LastHealthCheck > _asOf)
            reader.Fault("lastHealthCheck", "lies after the day asked about");
        if (profile.DueDate is { } due && Math.Abs(due.DayNumber - _asOf.DayNumber) > MostDaysOfPregnancy)
            reader.Fault("dueDate", $"must lie within {MostDaysOfPregnancy} days of the day asked about");
        var (measures, tried) = EarlierMeasureReader.Read(reader, "earlierMeasures");
        profile = profile with { EarlierMeasures = measures, MeasuresTried = tried };
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
        else if (
            profile.BirthDate is { } birth
            && (_isForTheRecord || _asOf >= _referenceData.Rules.FirstDay)
            && AgeOn(_asOf, birth, _referenceData) is < Age.Youngest or > Age.Oldest
        )
        {
            reader.Fault("birthDate", $"must give an age from {Age.Youngest} to {Age.Oldest} on the day asked about");
        }
    }

    private Diagnosis? ReadDiagnosis(ObjectReader reader)
    {
        var text = reader.Require("code").Text("code", 16);
        var code = text is null ? null : Diagnosis.ParseCode(text);
        if (text is not null && code is null)
            reader.Fault("code", "must be an ICD-10 code such as F84, F90.0 or DF900");
        else if (code is not null && !_isForTheRecord && _recordedCodes?.Contains(code) == false && !Diagnosis.HasCategory(code))
            reader.Fault("code", $"is no code of ICD-10, which has no {code[..3]}");
        var status = reader.Enum<DiagnosisStatus>("status");
        return code is null ? null : new Diagnosis(code, status);
    }

    private static SubstanceUse? ReadSubstanceUse(ObjectReader reader)
    {
        var substance = reader.Require("substance").Enum<Substance>("substance");
        var (pattern, dependent) = (reader.Enum<UsePattern>("pattern"), reader.Boolean("dependent"));
        return substance is { } known ? new SubstanceUse(known, pattern, dependent) : null;
    }

    private static Absconding ReadAbsconding(ObjectReader reader)
    {
        var absconding = new Absconding(
            reader.Integer("episodesLast12Months", 0, MostEpisodes),
            reader.Integer("longestAbsenceDays", 0, MostDays),
            reader.Boolean("harmDuringAbsence")
        );
        reader.Close();
        return absconding;
    }

    private static Crime ReadCrime(ObjectReader reader)
    {
        var crime = new Crime(reader.Enum<CrimeInvolvement>("involvement"), reader.Boolean("violent"), reader.Boolean("gangTies"));
        reader.Close();
        return crime;
    }

    private EarlierPlacement? ReadEarlierPlacement(ObjectReader reader)
    {
        var level = reader.Require("level").Enum<HistoryLevel>("level");
        var placement = new EarlierPlacement(
            level ?? default,
            ReadPlacementId(reader, "placementId"),
            reader.Date("from"),
            reader.Date("to"),
            reader.Enum<PlacementEnding>("ending"),
            reader.Enum<EndedBy>("endedBy")
        )
        {
            BreakdownReason = reader.Enum<BreakdownReason>("breakdownReason"),
            Thrived = reader.Boolean("thrived"),
        };
        if (placement.To < placement.From)
            reader.Fault("to", "lies before from");
        return level is null ? null : placement;
    }

    private Wishes ReadWishes(ObjectReader reader)
    {
        var wishes = new Wishes(
            ReadWishList(reader, "child"),
            ReadWishList(reader, "parents"),
            reader.EnumList<Matter>("matters", repeats: true)
        );
        reader.Close();
        return wishes;
    }

    private IReadOnlyList<Wish>? ReadWishList(ObjectReader reader, string field)
    {
        var stances = new Dictionary<string, Stance>(StringComparer.Ordinal);
        return reader.ObjectList(
            field,
            item =>
            {
                var placementId = ReadPlacementId(item.Require("placementId"), "placementId");
                var stance = item.Require("stance").Enum<Stance>("stance");
                if (placementId is null || stance is not { } known)
                    return null;
                if (!stances.TryAdd(placementId, known) && stances[placementId] != known)
                    item.Fault("stance", "contradicts another wish about the same placement");
                return new Wish(placementId, known);
            }
        );
    }

    private Conflict? ReadConflict(ObjectReader reader)
    {
        var placementId = ReadPlacementId(reader.Require("placementId"), "placementId");
        var reason = reader.Require("reason").Enum<ConflictReason>("reason");
        return placementId is null || reason is not { } known ? null : new Conflict(placementId, known);
    }

    private static LegalPosition ReadLegal(ObjectReader reader)
    {
        var legal = new LegalPosition(
            reader.EnumList<Ground>("grounds", repeats: true),
            reader.Enum<Decider>("decidedBy"),
            reader.EnumList<Step>("stepsTaken", repeats: true)
        );
        reader.Close();
        return legal;
    }

    /// <summary>A placement that is not in the catalogue is a fault: a conflict or a wish that is misspelt must not be lost.</summary>
    private string? ReadPlacementId(ObjectReader reader, string field)
    {
        if (reader.Text(field, MaxPlacementId) is not { } id)
            return null;
        if (_referenceData.Catalogue.TryFind(id, out _))
            return id;
        reader.Fault(field, "is not the id of a placement in the catalogue");
        return null;
    }
}
