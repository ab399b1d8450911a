using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility.Gates;

/// <summary>
/// Do the rules let the child live near a family with which contact is forbidden or harmful, that has harmed it, or that must not know
/// where it lives?
/// </summary>
public sealed class HomeGate : Gate
{
    /// <inheritdoc/>
    public override GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement)
    {
        var level = (Level)catalogue.Index.Level[placement];
        if (child.Care is not null && level.IsHomeBased())
        {
            if (child.Profile.Safety?.UndisclosedPlacement == true)
                return Undisclosed;
            if (child.Profile.Home is { Harm: Concern.Established } home && child.Profile.FamilyContact is not FamilyContact.Forbidden)
            {
                var harm = Condition.Of("harm-at-home", false, Section, false, BasisOf(home));
                return
                    child.Profile.FamilyContact == FamilyContact.Harmful
                    && child.FindingOn(Circumstance.HomeMustBeSafe, level) is { } unsafeHome
                    ? new[] { harm, unsafeHome }
                    : harm;
            }
        }
        return child.Profile.FamilyContact switch
        {
            FamilyContact.Forbidden => child.FindingOn(Circumstance.FamilyContactForbidden, level),
            FamilyContact.Harmful => child.FindingOn(Circumstance.HomeMustBeSafe, level),
            _ => GateResult.Passed,
        };
    }

    private const string Section = "barnets lov § 47, stk. 1-2";

    private static readonly Condition Undisclosed = Condition.Of(
        "undisclosed-placement",
        true,
        "barnets lov § 105",
        false,
        ["safety.undisclosedPlacement"]
    );

    private static string[] BasisOf(HomeSituation home)
    {
        var basis = new List<string>(4);
        if (home.Neglect == Concern.Established)
            basis.Add("home.neglect");
        if (home.Violence == Concern.Established)
            basis.Add("home.violence");
        if (home.SexualAbuse == Concern.Established)
            basis.Add("home.sexualAbuse");
        if (home.ViolenceWitnessed == Concern.Established)
            basis.Add("home.violenceWitnessed");
        return [.. basis];
    }
}
