using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Learning;

/// <summary>
/// What a training set holds, in counts: how stays ended and where, what is not known, which groups there are. No count is about fewer than
/// five children, and none can be found out by subtracting
/// others of its table. Places and values of attributes that fewer have are not named.
/// </summary>
/// <param name="Version">That of the training set.</param>
/// <param name="Years">The first and last year of which something is known; null where that is reported of too few children, or there is
/// nothing.</param>
/// <param name="Total">All stays that are learnt from.</param>
/// <param name="Court">Stays a court decided, left out.</param>
/// <param name="Untracked">Stays whose track is not known, left out.</param>
/// <param name="Tables">By what.</param>
public sealed record DataSheet(
    string Version,
    (int First, int Last)? Years,
    SheetCount Total,
    SheetCount Court,
    SheetCount Untracked,
    IReadOnlyList<SheetTable> Tables
)
{
    /// <summary>The word of what is not known.</summary>
    public const string Unknown = OutcomeFeature.Unknown;

    private const string AgeFeature = "age";

    // A count that is hidden already is not known to be none.
    private const int Some = 1;

    /// <summary>Describes a training set.</summary>
    public static DataSheet Of(TrainingSet set, LeftOutStays leftOut)
    {
        set = set.ToReportable();
        var stays = set.Stays;
        var total = SheetCount.Of(stays);
        return new DataSheet(
            set.Version,
            total.IsReported ? (stays.Min(stay => stay.Start.Year), stays.Max(stay => stay.Start.AddDays(stay.Days).Year)) : null,
            total,
            SheetCount.Of(leftOut.CourtStays, leftOut.CourtChildren),
            SheetCount.Of(leftOut.UntrackedStays, leftOut.UntrackedChildren),
            [
                new(SheetSubject.Ending, null, Rows(stays, StayEndReasons, stay => StayEndReason(stay), withBreakdowns: false)),
                new(
                    SheetSubject.ReportedBy,
                    null,
                    Rows(stays, [.. Terms<EndingReporter>.AllTexts, Unknown], stay => Word(stay.ReportedBy), withBreakdowns: false)
                ),
                new(SheetSubject.Level, null, Rows(stays, Terms<Level>.AllTexts, stay => Terms<Level>.Text(stay.Level))),
                new(SheetSubject.Place, null, Places(stays)),
                new(SheetSubject.Sex, null, Rows(stays, [.. Terms<Sex>.AllTexts, Unknown], stay => Word(stay.Sex))),
                new(
                    SheetSubject.Age,
                    null,
                    Rows(stays, OutcomeFeature.All[Age].Bins, stay => OutcomeFeature.All[Age].Bins[stay.Bins[Age]])
                ),
                new(
                    SheetSubject.StrongNeed,
                    null,
                    [.. Terms<Need>.All.Select(need => RowAmong(Terms<Need>.Text(need), stays, stay => stay.StrongNeeds.Contains(need)))]
                ),
                new(
                    SheetSubject.NotKnown,
                    null,
                    [.. OutcomeFeature.All.Select((feature, i) => RowAmong(feature.Code, stays, stay => stay.Bins[i] == 0))]
                ),
                .. Attributes(set).Select(name => Protected(set, name)),
            ]
        );
    }

    private static int Age { get; } = OutcomeFeature.All.ToList().FindIndex(feature => feature.Code == AgeFeature);

    /// <summary>
    /// How a stay ended, each in one way: what is reported of causes would give counts away where a stay may be reported of twice.
    /// </summary>
    private static IReadOnlyList<string> StayEndReasons { get; } =
    ["child-left", "place-gave-up", "both", "escalation", "transfer", "planned", "turned-18", "ongoing"];

    private static string StayEndReason(ObservedStay stay) =>
        StayEndReasons[
            stay.Ending switch
            {
                StayEnding.BreakdownChild => 0,
                StayEnding.BreakdownPlace => 1,
                StayEnding.BreakdownBoth => 2,
                StayEnding.Transfer => stay.Escalated ? 3 : 4,
                StayEnding.Planned => 5,
                StayEnding.TurnedEighteen => 6,
                _ => 7,
            }
        ];

    /// <summary>
    /// Places of one level add up to the level, which another table says: what would give a count away by subtracting from it is withheld
    /// too.
    /// </summary>
    private static SheetRow[] Places(IReadOnlyList<ObservedStay> stays)
    {
        var levels = stays
            .GroupBy(stay => stay.Level)
            .OrderBy(level => level.Key)
            .SelectMany(level => Rows([.. level], Present([.. level], stay => stay.PlacementId), stay => stay.PlacementId))
            .ToList();
        var (counts, breakdowns) = (Partition(row => row.Count), Partition(row => row.Breakdowns!.Value));
        return
        [
            .. levels
                .Select((row, i) => row with { Count = counts[i], Breakdowns = breakdowns[i] })
                .Where(IsNamed)
                .OrderBy(row => row.Word, StringComparer.Ordinal),
        ];

        SheetCount[] Partition(Func<SheetRow, SheetCount> count) =>
            SheetCount.Partition([.. levels.Select(row => (count(row), count(row).Stays ?? Some))]);
    }

    private static SheetTable Protected(TrainingSet set, string name)
    {
        string Value(ObservedStay stay) =>
            set.ProtectedByChild.TryGetValue(stay.Child, out var told) && told.TryGetValue(name, out var value) ? value : Unknown;
        return new SheetTable(
            SheetSubject.Protected,
            name,
            [.. Rows(set.Stays, [.. Present(set.Stays, Value).Where(value => value != Unknown), Unknown], Value).Where(IsNamed)]
        );
    }

    /// <summary>
    /// Whether a row may be there: the name of a place, or the value of an attribute, that only few children have says that they are among
    /// the children.
    /// </summary>
    private static bool IsNamed(SheetRow row) => row.Word == Unknown || row.Count.Suppression != Suppression.Few;

    private static IEnumerable<string> Attributes(TrainingSet set) =>
        set.ProtectedByChild.Values.SelectMany(told => told.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static List<string> Present(IReadOnlyList<ObservedStay> stays, Func<ObservedStay, string> word) =>
        [.. stays.Select(word).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static SheetRow[] Rows(
        IReadOnlyList<ObservedStay> stays,
        IReadOnlyList<string> words,
        Func<ObservedStay, string> wordOf,
        bool withBreakdowns = true
    )
    {
        var byWord = stays.ToLookup(wordOf, StringComparer.Ordinal);
        var groups = words.Select(word => byWord[word].ToList()).ToList();
        var counts = SheetCount.Partition([.. groups.Select(group => (SheetCount.Of(group), group.Count))]);
        var breakdowns = withBreakdowns
            ? SheetCount.Partition([
                .. groups.Select(
                    (group, i) =>
                        (
                            counts[i].IsReported
                                ? SheetCount.Among(group, stay => stay.BrokeDown)
                                : SheetCount.Hidden(counts[i].Suppression),
                            group.Count(stay => stay.BrokeDown)
                        )
                ),
            ])
            : null;
        return [.. words.Select((word, i) => new SheetRow(word, counts[i], breakdowns?[i]))];
    }

    private static SheetRow RowAmong(string word, IReadOnlyList<ObservedStay> stays, Func<ObservedStay, bool> isIn) =>
        new(word, SheetCount.Among(stays, isIn), null);

    private static string Word<T>(T? value)
        where T : struct, Enum => value is { } known ? Terms<T>.Text(known) : Unknown;
}

/// <summary>What a table of a data sheet is by.</summary>
public enum SheetSubject
{
    Ending,
    ReportedBy,
    Level,
    Place,
    Sex,
    Age,
    StrongNeed,
    NotKnown,
    Protected,
}

/// <summary>A table of a data sheet. Its rows add up to all stays, but for strong needs and what is not known.</summary>
/// <param name="Name">The protected attribute; null for other subjects.</param>
public sealed record SheetTable(SheetSubject Subject, string? Name, IReadOnlyList<SheetRow> Rows);

/// <summary>A row of a data sheet.</summary>
/// <param name="Word">The word it is about.</param>
/// <param name="Count">How many.</param>
/// <param name="Breakdowns">How many of them broke down; null where the table does not say.</param>
public sealed record SheetRow(string Word, SheetCount Count, SheetCount? Breakdowns);
