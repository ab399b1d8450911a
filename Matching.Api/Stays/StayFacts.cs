using System.Globalization;
using System.Text.Json;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Stays;

/// <summary>Why nothing is known of a child at the start of a stay.</summary>
public enum StayNotice
{
    /// <summary>The stay followed no ranking.</summary>
    NoRanking,

    /// <summary>
    /// The ranking was recorded after the start, or says of days after it: what was known later says how the stay went, and must not be
    /// learnt from.
    /// </summary>
    FactsAfterStart,
}

/// <summary>What was known when a stay began: the facts of the ranking it followed, unless they are younger than the stay.</summary>
/// <param name="Request">The recorded request; null when its facts are not used.</param>
/// <param name="AsOf">The day by which they were known: the one they speak of or, when that is later, the one they were recorded on; null
/// with them.</param>
/// <param name="Track">The legal track the request says of, on any day: no fact of the child's, it only says whose stays are learnt
/// from.</param>
/// <param name="Notice">Why the facts are not used; null when they are.</param>
internal sealed record StayFacts(JsonElement? Request, DateOnly? AsOf, Track? Track, StayNotice? Notice)
{
    private const int Adult = Age.Oldest + 1;

    private static readonly StayFacts None = new(null, null, null, StayNotice.NoRanking);

    /// <summary>The first and last day on which the child can have been born, by the ranking; null where the stay followed none.</summary>
    public (DateOnly First, DateOnly Last)? Born { get; private init; }

    /// <summary>The facts for a stay that began on a day.</summary>
    /// <exception cref="InvalidDataException">The recorded request can no longer be read.</exception>
    public static StayFacts Of(RecordedRanking? recorded, DateOnly start, ReferenceDataStore referenceStore)
    {
        if (recorded is null)
            return None;
        var ranking = recorded.Record;
        var profile = RankingReplay.RequestOf(ranking, referenceStore.ReferenceDataOf(ranking.Versions)).Profile;
        // Whoever asks may name any day; what is recorded today may hold what is known today.
        var recordedOn = Today.InCopenhagen(DateTimeOffset.Parse(recorded.RecordedAt, CultureInfo.InvariantCulture));
        var asOf = ranking.Answer.AsOf > recordedOn ? ranking.Answer.AsOf : recordedOn;
        var track = TrackOf(profile.Legal);
        var facts =
            asOf > start || profile.Placements?.Any(earlier => earlier.From > start || earlier.To > start) == true
                ? new StayFacts(null, null, track, StayNotice.FactsAfterStart)
                : new StayFacts(ranking.Request, asOf, track, null);
        return facts with { Born = BornBy(profile, ranking.Answer.AsOf) };
    }

    /// <summary>The first and last day on which a child can have been born; null where neither birth date nor age is known.</summary>
    /// <param name="profile">The child.</param>
    /// <param name="day">The day its age is told of.</param>
    public static (DateOnly First, DateOnly Last)? BornBy(ChildProfile profile, DateOnly day) =>
        profile switch
        {
            { BirthDate: { } birth } => (birth, birth),
            { AgeYears: { } age } => (YearsFrom(day, -age - 1), YearsFrom(day, -age)),
            _ => null,
        };

    /// <summary>The day from which a child born then at the latest is an adult.</summary>
    public static DateOnly ComesOfAge(DateOnly bornLast) => YearsFrom(bornLast, Adult);

    /// <summary>Why a stay of this child cannot begin on a day; null when it can.</summary>
    public string? FaultOfStart(DateOnly start) =>
        start < Born?.First ? "lies before the child was born"
        : Born is { } born && start >= ComesOfAge(born.Last) ? "lies after the child turned 18"
        : null;

    /// <summary>Why a stay of this child cannot end on a day; null when it can.</summary>
    public string? FaultOfEnd(DateOnly end) =>
        Born is { } born && end > ComesOfAge(born.Last) ? "lies after the child turned 18: the stay ended then" : null;

    /// <summary>The day so many years later, or earlier; the last or the first of the calendar where it ends before.</summary>
    internal static DateOnly YearsFrom(DateOnly day, int years) =>
        day.Year + years > DateOnly.MaxValue.Year ? DateOnly.MaxValue
        : day.Year + years < DateOnly.MinValue.Year ? DateOnly.MinValue
        : day.AddYears(years);

    /// <summary>
    /// Whether a track that is reported cannot be that of these facts: one of them names a court's ground, and the other is no court's.
    /// </summary>
    public bool ContradictedBy(Track? told) =>
        Request is not null && told is { } track && Track is { } own && StayRow.IsOfCourt(own) && !StayRow.IsOfCourt(track);

    /// <summary>The track of a legal position; null while it is not known.</summary>
    public static Track? TrackOf(LegalPosition legal)
    {
        foreach (var ground in legal.Grounds ?? [])
        {
            if (TrackOf(ground) is { } courts)
                return courts;
        }
        return legal switch
        {
            { DecidedBy: Decider.YouthCrimeBoard } => Engine.Placements.Track.YouthCrimeBoard,
            { Grounds: null, DecidedBy: null } or { DecidedBy: Decider.Court } => null,
            _ => Engine.Placements.Track.Social,
        };
    }

    private static Track? TrackOf(Ground ground) =>
        ground switch
        {
            Ground.RemandSurrogate => Engine.Placements.Track.Remand,
            Ground.Sentence => Engine.Placements.Track.Sentence,
            Ground.YouthSanction => Engine.Placements.Track.YouthSanction,
            _ => null,
        };
}
