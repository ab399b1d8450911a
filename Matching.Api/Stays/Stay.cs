using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Stays;

/// <summary>A child came to a place.</summary>
/// <param name="PlacementId">The place.</param>
/// <param name="Start">The first day.</param>
/// <param name="RankingId">The ranking it followed; null when it followed none.</param>
/// <param name="Track">The legal track, when it was reported; else that of the ranking.</param>
public sealed record Stay(string PlacementId, DateOnly Start, string? RankingId, Track? Track);

/// <summary>A stay ended.</summary>
/// <param name="End">The last day.</param>
/// <param name="Ending">How.</param>
/// <param name="EndedBy">Who ended it: for a breakdown, and only then.</param>
/// <param name="MovedTo">The level of the next place: for a transfer, and only then.</param>
/// <param name="ReportedBy">Who said so; null when not known.</param>
public sealed record StayEnd(DateOnly End, StayEndReason Ending, EndedBy? EndedBy, Level? MovedTo, EndingReporter? ReportedBy)
{
    /// <summary>The ending as a model sees it.</summary>
    public StayEnding Observed =>
        (Ending, EndedBy) switch
        {
            (StayEndReason.Breakdown, Engine.Profiles.EndedBy.Child) => StayEnding.BreakdownChild,
            (StayEndReason.Breakdown, Engine.Profiles.EndedBy.Place) => StayEnding.BreakdownPlace,
            (StayEndReason.Breakdown, _) => StayEnding.BreakdownBoth,
            (StayEndReason.Transfer, _) => StayEnding.Transfer,
            (StayEndReason.Turned18, _) => StayEnding.TurnedEighteen,
            _ => StayEnding.Planned,
        };

    private static readonly string[] Fields = ["end", "ending", "endedBy", "movedTo", "reportedBy"];

    /// <summary>Whether anything is told of an ending.</summary>
    internal static bool IsToldIn(ObjectReader reader) => Array.Exists(Fields, reader.Has);

    /// <summary>Reads the ending of a request: what has not happened is none.</summary>
    internal static StayEnd? Read(ObjectReader reader, DateOnly today)
    {
        var end = Read(reader);
        if (end?.End > today)
            reader.Fault("end", "lies after today: what has not happened is no ending");
        return end;
    }

    /// <summary>
    /// Reads an ending: of a request or of a row, so that there is one way to say it; null when the problems say why not.
    /// </summary>
    internal static StayEnd? Read(ObjectReader reader)
    {
        var end = reader.Require("end").Date("end");
        var ending = StayEndReasons.Read(reader.Require("ending"), "ending");
        var endedBy = reader.Enum<EndedBy>("endedBy");
        var movedTo = reader.Enum<Level>("movedTo");
        var reportedBy = reader.Enum<EndingReporter>("reportedBy");
        if (ending is { } told)
        {
            RequireOnlyFor(StayEndReason.Breakdown, told, "endedBy", reader);
            RequireOnlyFor(StayEndReason.Transfer, told, "movedTo", reader);
        }
        return end is null || ending is null ? null : new StayEnd(end.Value, ending.Value, endedBy, movedTo, reportedBy);
    }

    private static void RequireOnlyFor(StayEndReason ending, StayEndReason told, string field, ObjectReader reader)
    {
        if (reader.Has(field) != (told == ending))
            reader.Fault(
                field,
                told == ending
                    ? $"is required for the ending {StayEndReasons.Text(ending)}"
                    : $"is told of the ending {StayEndReasons.Text(ending)} only"
            );
    }
}
