using System.Runtime.InteropServices;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Engine.Eligibility;

/// <summary>Whether a place is possible.</summary>
[Vocabulary("standing")]
public enum EligibilityStatus
{
    /// <summary>Nothing stands in the way.</summary>
    Eligible,

    /// <summary>Possible once its conditions are met.</summary>
    Conditional,

    /// <summary>Not possible; its conditions say why.</summary>
    Excluded,
}

/// <summary>
/// A place that eligibility let through. Only screening makes one, and only these can be scored: a score cannot buy off a gate.
/// </summary>
public readonly struct EligiblePlacement
{
    private EligiblePlacement(int placement) => Placement = placement;

    /// <summary>The position of the place in the catalogue.</summary>
    public int Placement { get; }

    /// <summary>Whether no gate refuses a place. Asks until one does, and keeps no findings.</summary>
    internal static bool Admits(EligibilityContext child, Catalogue catalogue, int placement)
    {
        foreach (var gate in Gate.All.AsSpan())
        {
            if (gate.Refuses(child, catalogue, placement))
                return false;
        }
        return true;
    }

    /// <summary>Asks every gate about every place.</summary>
    public static EligibilityAssessment Screen(EligibilityContext child, Catalogue catalogue)
    {
        var count = catalogue.Placements.Length;
        var findings = new List<Condition>(count * 4);
        var starts = new int[count + 1];
        var standings = new EligibilityStatus[count];
        var admitted = new List<EligiblePlacement>(count);
        var gates = Gate.All.AsSpan();
        for (var placement = 0; placement < count; placement++)
        {
            var refused = false;
            for (var gate = 0; gate < gates.Length; gate++)
                refused |= gates[gate].Ask(child, catalogue, placement).AddTo(findings);
            starts[placement + 1] = findings.Count;
            standings[placement] =
                refused ? EligibilityStatus.Excluded
                : findings.Count > starts[placement] ? EligibilityStatus.Conditional
                : EligibilityStatus.Eligible;
            if (!refused)
                admitted.Add(new EligiblePlacement(placement));
        }
        return new EligibilityAssessment(child, catalogue, findings, starts, standings, admitted);
    }
}

/// <summary>Every gate's answer for every place of a catalogue.</summary>
public sealed class EligibilityAssessment
{
    private readonly List<Condition> _findings;
    private readonly int[] _starts;
    private readonly EligibilityStatus[] _standings;

    internal EligibilityAssessment(
        EligibilityContext child,
        Catalogue catalogue,
        List<Condition> findings,
        int[] starts,
        EligibilityStatus[] standings,
        IReadOnlyList<EligiblePlacement> admitted
    )
    {
        Context = child;
        Catalogue = catalogue;
        Eligible = admitted;
        (_findings, _starts, _standings) = (findings, starts, standings);
    }

    /// <summary>The case asked about.</summary>
    public EligibilityContext Context { get; }

    /// <summary>The catalogue asked about.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>The places that may be scored.</summary>
    public IReadOnlyList<EligiblePlacement> Eligible { get; }

    /// <summary>Whether a place is possible.</summary>
    public EligibilityStatus EligibilityStatusOf(int placement) => _standings[placement];

    /// <summary>Everything the gates found at a place, in the order of the gates.</summary>
    public ReadOnlySpan<Condition> ConditionsOf(int placement) =>
        CollectionsMarshal.AsSpan(_findings)[_starts[placement].._starts[placement + 1]];
}
