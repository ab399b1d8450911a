namespace Matching.Engine.Profiles;

/// <summary>How sure something harmful is.</summary>
public enum Concern
{
    None,
    Suspected,
    Established,
}

/// <summary>How the parents work with those who help.</summary>
public enum Cooperation
{
    Good,
    Mixed,
    None,
}

/// <summary>Who has custody.</summary>
public enum Custody
{
    /// <summary>Both parents.</summary>
    Both,

    /// <summary>One parent.</summary>
    One,

    /// <summary>An authority.</summary>
    Authority,

    /// <summary>The appointed representative of a child who came alone.</summary>
    Representative,
}

/// <summary>What is known about the home. Each part is null when not known.</summary>
public sealed record HomeSituation
{
    /// <summary>Nothing is known yet.</summary>
    public static readonly HomeSituation Unknown = new();

    public Concern? Neglect { get; init; }
    public Concern? Violence { get; init; }
    public Concern? SexualAbuse { get; init; }
    public bool? ParentalSubstanceUse { get; init; }
    public bool? ParentalMentalIllness { get; init; }
    public bool? ParentalCrime { get; init; }
    public bool? ParentImprisoned { get; init; }

    /// <summary>Violence between adults that the child has seen or heard.</summary>
    public Concern? ViolenceWitnessed { get; init; }
    public Cooperation? Cooperation { get; init; }

    /// <summary>Whether the parents take part in the child's everyday life.</summary>
    public bool? ParentsActive { get; init; }
    public Custody? Custody { get; init; }

    /// <summary>The gravest of what the child has suffered at home; null while nothing of it is known.</summary>
    public Concern? Harm => Gravest(Gravest(Neglect, Violence), Gravest(SexualAbuse, ViolenceWitnessed));

    private static Concern? Gravest(Concern? one, Concern? other) =>
        one is null ? other
        : other > one ? other
        : one;
}

/// <summary>Who may be in danger, and who must not learn what. Each part is null when not known.</summary>
public sealed record SafetySituation
{
    /// <summary>Nothing is known yet.</summary>
    public static readonly SafetySituation Unknown = new();

    /// <summary>The child's address is protected.</summary>
    public bool? AddressProtected { get; init; }

    /// <summary>The parents must not be told where the child lives (Children's Act § 105).</summary>
    public bool? UndisclosedPlacement { get; init; }
    public bool? HonourRelated { get; init; }

    /// <summary>Whether the child is a risk to younger children.</summary>
    public Concern? RiskToYoungerChildren { get; init; }

    /// <summary>The siblings must live apart.</summary>
    public bool? SiblingsApart { get; init; }
    public bool? Threatened { get; init; }
    public Concern? Trafficking { get; init; }
}
