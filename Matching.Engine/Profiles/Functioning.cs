namespace Matching.Engine.Profiles;

/// <summary>Cognitive level; approved target groups use the same words.</summary>
public enum CognitiveLevel
{
    Typical,
    Borderline,
    MildDisability,
    ModerateDisability,
}

/// <summary>School attendance.</summary>
public enum SchoolAttendance
{
    Regular,
    Irregular,
    None,
}

/// <summary>Sex; approved target groups use the same words.</summary>
public enum Sex
{
    Female,
    Male,
    Other,
}

/// <summary>What protects the child and can be built on.</summary>
public enum ProtectiveFactor
{
    SupportiveAdult,
    SchoolAttachment,
    ProsocialFriends,
    TreatmentMotivation,
    LeisureActivity,
    GoodCognition,
}
