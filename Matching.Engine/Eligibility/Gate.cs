using System.Collections.Immutable;
using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility;

/// <summary>One legal or practical question about one child and one place.</summary>
public abstract class Gate
{
    /// <summary>Every gate; all of them are asked for every place, in this order, so that every reason is kept.</summary>
    public static ImmutableArray<Gate> All { get; } =
    [
        new ApprovalGate(),
        new AgeGate(),
        new SexGate(),
        new TargetGroupGate(),
        new TrackGate(),
        new GroundGate(),
        new ConfirmationGate(),
        new ConsentGate(),
        new StepsGate(),
        new ConflictGate(),
        new PeerGangConflictGate(),
        new NetworkCarerGate(),
        new HomeGate(),
        new HealthStaffGate(),
        new AccessibilityGate(),
        new InterpreterGate(),
        new CapabilityKnownGate(),
        new AcuteIntakeGate(),
        new HealthCoverGate(),
        new OtherChildrenGate(),
        new SignLanguageGate(),
        new MotherAndChildGate(),
    ];

    /// <summary>Answers the question.</summary>
    public abstract GateResult Ask(EligibilityContext child, Catalogue catalogue, int placement);

    /// <summary>
    /// Whether the answer refuses. A gate overrides it where that takes less than the whole answer; the two never differ.
    /// </summary>
    internal virtual bool Refuses(EligibilityContext child, Catalogue catalogue, int placement) => Ask(child, catalogue, placement).Refuses;
}
