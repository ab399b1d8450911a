using Matching.Engine.Eligibility;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Scoring;

/// <summary>
/// What the residents of each place mean for one child: columns for the criteria about them, in catalogue order. What was not reported, or
/// does not
/// settle the question, is unknown (0). A child is no company to itself: where it lives already it is taken out of the counts.
/// </summary>
internal sealed class PeerFit
{
    private const byte NoTies = 1,
        SomeTies = 2,
        Conflict = 3;
    private const byte Few = 1,
        Many = 2;
    private const byte Among = 1,
        FarYounger = 2,
        FarOlder = 3;

    private PeerFit(int places) => (GangTies, SelfHarm, Ages) = (new byte[places], new byte[places], new byte[places]);

    /// <summary>Unknown (0), none (1), some (2), a conflict between gangs (3).</summary>
    public byte[] GangTies { get; }

    /// <summary>How many harm themselves severely: unknown (0), few or none (1), many (2).</summary>
    public byte[] SelfHarm { get; }

    /// <summary>
    /// The child's age: unknown how far (0), among the residents' ages (1), far younger than the youngest (2), far older than the oldest
    /// (3).
    /// </summary>
    public byte[] Ages { get; }

    /// <summary>The company at every place; null where no place has reported of its residents.</summary>
    public static PeerFit? Of(EligibilityContext child, Catalogue catalogue, PeerSettings settings)
    {
        if (!child.HasPeerGroups)
            return null;
        var company = new PeerFit(catalogue.Placements.Length);
        var home = CurrentPlacement.Of(child.Profile) is { } current && catalogue.TryFind(current.Id, out var here) ? here : -1;
        for (var placement = 0; placement < company.Ages.Length; placement++)
        {
            if (child.PeerGroupAt(placement) is not { } group)
                continue;
            company.GangTies[placement] = Ties(group, itself: placement == home && child.Profile.Crime?.GangTies == true ? 1 : 0);
            company.SelfHarm[placement] = Harming(
                placement == home ? WithoutOne(group, child.Profile.SelfHarm == Severity.Severe) : (group.SevereSelfHarm, group.Residents),
                settings
            );
            company.Ages[placement] = Age(group, child.AgeYears, settings.AgeGapYears);
        }
        return company;
    }

    private static byte Ties(PeerGroup group, int itself) =>
        group switch
        {
            { GangConflict: true } => Conflict,
            { GangTies: { } ties } => ties > itself ? SomeTies : NoTies,
            _ => 0,
        };

    private static (int? Harming, int? Residents) WithoutOne(PeerGroup group, bool harming) =>
        (harming && group.SevereSelfHarm > 0 ? group.SevereSelfHarm - 1 : group.SevereSelfHarm, group.Residents - 1);

    private static byte Harming((int? Harming, int? Residents) of, PeerSettings settings) =>
        of switch
        {
            { Harming: null } => 0,
            { Harming: { } harming } when harming < settings.ManyLeast => Few,
            { Residents: { } residents } => of.Harming * 100 >= settings.ManyPercent * residents ? Many : Few,
            _ => 0,
        };

    private static byte Age(PeerGroup group, int age, int gap) =>
        group switch
        {
            { YoungestAge: { } youngest } when youngest - age >= gap => FarYounger,
            { OldestAge: { } oldest } when age - oldest >= gap => FarOlder,
            { YoungestAge: not null, OldestAge: not null } => Among,
            _ => 0,
        };
}
