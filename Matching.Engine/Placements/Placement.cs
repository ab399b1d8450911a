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

/// <summary>What a catalogue of version 1.1 may say besides; each is null where it does not.</summary>
public sealed record PlacementDetails
{
    /// <summary>Nothing is said.</summary>
    public static readonly PlacementDetails None = new();

    /// <summary>When children are taken in acutely, such as <c>00:00-24:00</c>.</summary>
    public string? AcuteIntakeHours { get; init; }

    /// <summary>Adults for each child, in hundredths.</summary>
    public Fact<int?>? StaffPerChild { get; init; }

    /// <summary>Whether somebody is awake at night.</summary>
    public Fact<bool?>? NightStaff { get; init; }

    /// <summary>The ages of those who live there now; a null value is not known.</summary>
    public Fact<AgeRange?>? AgesNow { get; init; }

    /// <summary>ISO 639 codes of what the adults speak. Shown, never scored.</summary>
    public Fact<IReadOnlyList<string>?>? Languages { get; init; }
    public Fact<bool?>? SignLanguage { get; init; }
    public Fact<int?>? FamilyRooms { get; init; }
    public Fact<int?>? HalfwayRooms { get; init; }
    public Fact<bool?>? MotherAndChild { get; init; }
}

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
    /// <summary>What a catalogue of version 1.1 says besides.</summary>
    public PlacementDetails Details { get; init; } = PlacementDetails.None;

    /// <summary>How well the place meets a need; null when not known.</summary>
    public Fact<CapabilityStrength?> Capability(Need need) => Capabilities[(int)need];

    /// <summary>The facts that an answer can rest on.</summary>
    internal bool RestsOnUnverifiedFacts =>
        Illustrative || Capabilities.Any(fact => !fact.Verified) || !TargetGroup.Ages.Verified || !TargetGroup.Tracks.Verified;
}
