using Matching.Engine.Eligibility;
using Matching.Engine.Profiles;
using Matching.Tests.Support;

namespace Matching.Tests.Engine.Eligibility.Gates;

/// <summary>What one gate says about one child at one place, as codes; a refusal is marked with <c>!</c>.</summary>
internal static class GateFindings
{
    public static string[] Of(Gate gate, ChildProfile child, Place place, DateOnly? day = null)
    {
        var catalogue = A.Catalogue(place);
        return [.. gate.Ask(A.Case(child, catalogue, day), catalogue, 0).Findings.Select(Shown)];
    }

    public static string Shown(Condition condition) => condition.Refuses ? $"!{condition.Code}" : condition.Code;
}
