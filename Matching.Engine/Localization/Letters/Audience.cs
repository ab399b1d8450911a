namespace Matching.Engine.Localization.Letters;

/// <summary>Whom a letter is to.</summary>
public enum Audience
{
    /// <summary>Those who decide: a draft recommendation.</summary>
    Committee,

    /// <summary>The child's parents.</summary>
    Parent,

    /// <summary>The child.</summary>
    Child,

    /// <summary>The duty team, to be read aloud.</summary>
    Duty,

    /// <summary>The place that is to receive the child: a handover.</summary>
    Place,
}
