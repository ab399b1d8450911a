using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Simulation;

/// <summary>What the synthetic city is made from: data, each figure with its source.</summary>
/// <param name="Version">Hash of the document.</param>
/// <param name="Groups">By <see cref="ChildGroup"/>.</param>
/// <param name="UrgencyWeights">By <see cref="Urgency"/>.</param>
/// <param name="EarlierBreakdownPercent">How many of the earlier stays broke down.</param>
/// <param name="FurtherDiagnosisPercent">How many of those with a diagnosis have another one.</param>
/// <param name="WishPreferPercent">How many children wish for a place.</param>
/// <param name="WishAvoidPercent">How many wish not to come to one.</param>
/// <param name="UnknownPercent">How often a fact is not known at the start, by its path.</param>
/// <param name="Beds">Where there is room.</param>
/// <param name="Practice">How places were chosen before.</param>
/// <param name="ComparedYears">How many years of new children each policy places.</param>
public sealed record CityPlan(
    string Version,
    IReadOnlyList<GroupPlan> Groups,
    IReadOnlyList<int> UrgencyWeights,
    Fact<int> EarlierBreakdownPercent,
    Fact<int> FurtherDiagnosisPercent,
    Fact<int> WishPreferPercent,
    Fact<int> WishAvoidPercent,
    IReadOnlyDictionary<string, int> UnknownPercent,
    BedPlan Beds,
    PracticePlan Practice,
    Fact<int> ComparedYears
);

/// <summary>A group of children.</summary>
/// <param name="ArrivalsPerYear">How many a year.</param>
/// <param name="StayIntervals">From arrival to the planned end, in intervals of thirty days.</param>
/// <param name="AgeWeights">By age in whole years: how common it is within 12-15, and within 16-17.</param>
/// <param name="Traits">By <see cref="Trait"/>: percent of the children.</param>
/// <param name="Diagnoses">ICD-10 codes and how common they are among the diagnoses.</param>
public sealed record GroupPlan(
    ChildGroup Group,
    Fact<int> ArrivalsPerYear,
    IntervalRange StayIntervals,
    IReadOnlyDictionary<int, int> AgeWeights,
    IReadOnlyList<Fact<int>> Traits,
    IReadOnlyList<WeightedCode> Diagnoses
)
{
    /// <summary>A trait's share of the children, from 0 to 1.</summary>
    public double Share(Trait trait) => Traits[Terms<Trait>.Position(trait)].Value / 100.0;
}

/// <summary>Whole intervals, both ends included.</summary>
public sealed record IntervalRange(int Min, int Max);

/// <summary>A diagnosis and how common it is beside the others.</summary>
public sealed record WeightedCode(string Code, int Weight);

/// <summary>Where there is room.</summary>
/// <param name="WhenUnknown">The beds of a place whose capacity is not known.</param>
/// <param name="OpenPercent">How often a place has a bed for the city at all in thirty days: others use the beds too.</param>
/// <param name="OpenPercentByPlace">The same for a place of which more is known.</param>
public sealed record BedPlan(Fact<int> WhenUnknown, Fact<int> OpenPercent, IReadOnlyDictionary<string, Fact<int>> OpenPercentByPlace);

/// <summary>How places were chosen before: the level that the needs point to and the nearest place, but not always.</summary>
/// <param name="OtherLevelPercent">How often another level is chosen.</param>
/// <param name="OtherPlacePercent">How often another place than the nearest is chosen.</param>
public sealed record PracticePlan(Fact<int> OtherLevelPercent, Fact<int> OtherPlacePercent);
