using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Is the child, on the day asked about, of an age the place is approved for?</summary>
public sealed class AgeGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        var range = catalogue.Index.Ages[placement];
        if (range.Holds(child.AgeYears))
            return GateResult.Passed;
        var ages = catalogue.Placements[placement].TargetGroup.Ages;
        return Condition.Of(
            "age-outside-approval",
            true,
            ages.Source,
            ages.Verified,
            [child.AgeBasis],
            ("age", $"{child.AgeYears}"),
            ("min", $"{range.Min}"),
            ("max", $"{range.Max}")
        );
    }
}
