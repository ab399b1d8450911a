using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Reading;

namespace Matching.Api.Stays;

/// <summary>A child came to a place.</summary>
/// <param name="PlacementId">The place.</param>
/// <param name="Start">The first day.</param>
/// <param name="RankingId">The ranking it followed; null when it followed none.</param>
/// <param name="Track">The legal track, when it was told; else that of the ranking.</param>
public sealed record Stay(string PlacementId, DateOnly Start, string? RankingId, Track? Track);

/// <summary>A stay ended.</summary>
/// <param name="End">The last day.</param>
/// <param name="Ending">How.</param>
/// <param name="EndedBy">Who ended it: for a breakdown, and only then.</param>
/// <param name="MovedTo">The level of the next place: for a transfer, and only then.</param>
/// <param name="ReportedBy">Who said so; null when not known.</param>
public sealed record StayEnd(DateOnly End, EndingWord Ending, EndedBy? EndedBy, Level? MovedTo, EndingReporter? ReportedBy)
{
    /// <summary>The ending as a model sees it.</summary>
    public StayEnding Observed => (Ending, EndedBy) switch
    {
        (EndingWord.Breakdown, Engine.Profiles.EndedBy.Child) => StayEnding.BreakdownChild,
        (EndingWord.Breakdown, Engine.Profiles.EndedBy.Place) => StayEnding.BreakdownPlace,
        (EndingWord.Breakdown, _) => StayEnding.BreakdownBoth,
        (EndingWord.Transfer, _) => StayEnding.Transfer,
        (EndingWord.Turned18, _) => StayEnding.TurnedEighteen,
        _ => StayEnding.Planned,
    };

    /// <summary>Reads an ending: of a request or of a row, so that there is one way to tell it; null when the problems say why not.</summary>
    internal static StayEnd? Read(ObjectReader reader)
    {
        var end = reader.Require("end").Day("end");
        var ending = EndingWords.Read(reader.Require("ending"), "ending");
        var endedBy = reader.Term<EndedBy>("endedBy");
        var movedTo = reader.Term<Level>("movedTo");
        var reportedBy = reader.Term<EndingReporter>("reportedBy");
        if (ending is { } told)
        {
            RequireOnlyFor(EndingWord.Breakdown, told, "endedBy", reader);
            RequireOnlyFor(EndingWord.Transfer, told, "movedTo", reader);
        }
        return end is null || ending is null ? null : new StayEnd(end.Value, ending.Value, endedBy, movedTo, reportedBy);
    }

    private static void RequireOnlyFor(EndingWord ending, EndingWord told, string field, ObjectReader reader)
    {
        if (reader.Has(field) != (told == ending))
            reader.Fault(field, told == ending ? $"is required for the ending {EndingWords.Text(ending)}" : $"is told of the ending {EndingWords.Text(ending)} only");
    }
}
