using Matching.Engine.Placements;

namespace Matching.Engine.Simulation;

/// <summary>A child for whom a place is sought on a day.</summary>
/// <param name="Number">Among all children of the city, from 0.</param>
/// <param name="Day">The day the stay begins.</param>
/// <param name="Child">The child.</param>
/// <param name="Candidates">The places that eligibility lets through at the levels that the decision or consent opens, in the order of the
/// rules.</param>
/// <param name="Justified">The most intrusive level that the known needs justify.</param>
/// <param name="PlannedDays">Until the planned end of the stay, or the eighteenth birthday, whichever comes first.</param>
/// <param name="TurnsEighteen">Whether it is the birthday that comes first.</param>
/// <param name="Luck">What chance has in store.</param>
internal sealed record Arrival(
    int Number,
    DateOnly Day,
    SyntheticChild Child,
    IReadOnlyList<Candidate> Candidates,
    Level Justified,
    int PlannedDays,
    bool TurnsEighteen,
    StayLuck Luck
);

/// <summary>A place that may be chosen for a child.</summary>
/// <param name="Placement">The place.</param>
/// <param name="Index">Its position in the catalogue.</param>
/// <param name="Order">Its position in the order of the rules, from 0.</param>
/// <param name="Known">The bins of what is known.</param>
/// <param name="Whole">The bins of all there is to know.</param>
/// <param name="Risk">The true probability of a breakdown within a year, or before the planned end: only the oracle may look.</param>
internal sealed record Candidate(Placement Placement, int Index, int Order, byte[] Known, byte[] Whole, double Risk)
{
    public Level Level => Placement.Level;
}

/// <summary>A candidate with a free bed.</summary>
internal readonly record struct FreePlace(Candidate Candidate, int Beds);

/// <summary>A stay as it went.</summary>
/// <param name="Arrival">The child.</param>
/// <param name="Free">The places there were, in the order of the rules.</param>
/// <param name="Chosen">Where it went.</param>
/// <param name="OverCapacity">Whether no place had a free bed, so that one made room.</param>
/// <param name="Days">How long it lasted.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="MovedTo">Where to, for an escalation.</param>
internal sealed record SimulatedStay(
    Arrival Arrival,
    IReadOnlyList<FreePlace> Free,
    Candidate Chosen,
    bool OverCapacity,
    int Days,
    Learning.StayEnding Ending,
    Level? MovedTo
)
{
    public bool BrokeDown =>
        Ending is Learning.StayEnding.BreakdownChild or Learning.StayEnding.BreakdownPlace or Learning.StayEnding.BreakdownBoth;

    public DateOnly End => Arrival.Day.AddDays(Days);
}
