namespace Matching.Engine.Profiles;

/// <summary>Contact with the family.</summary>
public enum FamilyContact
{
    Supportive,
    Mixed,
    Harmful,
    Forbidden,
}

/// <summary>Whether someone in the network could take the child in.</summary>
public enum NetworkCarer
{
    Identified,
    None,
}
