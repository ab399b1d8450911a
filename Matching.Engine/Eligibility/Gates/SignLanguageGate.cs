using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>A child who speaks by signs: can the adults there? Never a score.</summary>
public sealed class SignLanguageGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        if (child.Care is null || child.Profile.SignLanguage != true)
            return GateResult.Passed;
        var place = catalogue.Placements[placement];
        var signs = place.Details.SignLanguage;
        return signs?.Value == true
            ? GateResult.Passed
            : Condition.Of(
                signs?.Value is null ? "sign-language-not-known" : "sign-language-needed",
                false,
                signs?.Source ?? place.TargetGroup.Approved.Source,
                signs?.Verified ?? false,
                ["child.signLanguage"]
            );
    }
}
