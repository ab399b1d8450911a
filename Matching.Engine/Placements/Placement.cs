using System.Text.Json;
using Matching.Engine.Profiles;

namespace Matching.Engine.Placements;

/// <summary>How a place is covered by psychiatry.</summary>
public enum PsychiatryCover
{
    None,
    OnCall,
    Consultants,
    InstitutionTeam,
}

/// <summary>How much the other residents live with crime.</summary>
public enum CrimeExposure
{
    None,
    Some,
    High,
}

/// <summary>Health staff and psychiatry at a place.</summary>
public sealed record HealthServices(Fact<bool?> HealthStaff, Fact<PsychiatryCover?> Psychiatry);

/// <summary>School at a place.</summary>
public sealed record SchoolSetUp(Fact<bool?> InHouse, Fact<bool?> KeepsOwnSchool);

/// <summary>Where and how one lives there.</summary>
public sealed record Setting(
    Fact<bool?> NearFamily,
    Fact<bool?> SmallHome,
    Fact<bool?> TakesSiblings,
    Fact<bool?> Accessible,
    Fact<bool?> AcuteIntake
);

/// <summary>A remark by the supervision; shown, never scored.</summary>
public sealed record SupervisionRemark(string Date, string Danish, string English, string Source, bool Verified);

/// <summary>One department at one level.</summary>
/// <param name="Institution">Departments of one institution share it.</param>
/// <param name="Illustrative">True for an invented place; its name and facts say so too.</param>
/// <param name="Capabilities">One per <see cref="Need"/>, in its order; a null value is not known.</param>
/// <param name="PricePerDay">Danish kroner a day; shown, never scored.</param>
/// <param name="Document">The placement as it stands in the catalogue file, for those who ask for the catalogue.</param>
public sealed record Placement(
    string Id,
    string Institution,
    string Name,
    Level Level,
    Operator Operator,
    bool Illustrative,
    TargetGroup TargetGroup,
    IReadOnlyList<Fact<CapabilityStrength?>> Capabilities,
    Fact<int?> Capacity,
    Fact<IReadOnlyList<string>> Methods,
    HealthServices Health,
    SchoolSetUp School,
    Setting Setting,
    Fact<CrimeExposure?> PeerCrimeExposure,
    Fact<int?> PricePerDay,
    IReadOnlyList<SupervisionRemark> Supervision,
    JsonElement Document
)
{
    /// <summary>How well the place meets a need; null when not known.</summary>
    public Fact<CapabilityStrength?> Capability(Need need) => Capabilities[(int)need];

    /// <summary>The facts that an answer can rest on.</summary>
    internal bool RestsOnUnverifiedFacts =>
        Illustrative || Capabilities.Any(fact => !fact.Verified) || !TargetGroup.Ages.Verified || !TargetGroup.Tracks.Verified;
}
