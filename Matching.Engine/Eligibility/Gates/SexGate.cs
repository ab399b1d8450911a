using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>Does the place take children of this sex, where its approval says so?</summary>
public sealed class SexGate : Gate
{
    private const byte Everyone = 0b111;

    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        var approved = catalogue.Index.Sexes[placement];
        if (approved == Everyone)
            return GateResult.Passed;
        var fact = catalogue.Placements[placement].TargetGroup.Sexes;
        if (child.Profile.Sex is not { } sex)
            return Condition.Of("sex-not-known", false, fact.Source, fact.Verified, ["child.sex"]);
        if ((approved & PlacementIndex.Bit(sex)) != 0)
            return GateResult.Passed;

        // A child who is neither girl nor boy is not turned away by a word: place and child talk about it first.
        var refuses = sex != Profiles.Sex.Other;
        return Condition.Of(
            refuses ? "sex-outside-approval" : "place-for-one-sex",
            refuses,
            fact.Source,
            fact.Verified,
            ["child.sex"],
            ("sex", Terms<Profiles.Sex>.Key(sex))
        );
    }
}
