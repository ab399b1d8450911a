using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>Whether a child is a risk to others who live at a place, and at which places children live who are much younger.</summary>
internal static class YoungerChildren
{
    /// <summary>It is not known who lives there, or nobody is meant to.</summary>
    public const byte Unknown = 0;

    /// <summary>Nobody there is so much younger.</summary>
    public const byte None = 1;

    /// <summary>Somebody there is so much younger.</summary>
    public const byte Some = 2;

    /// <summary>How sure it is that the child is a risk to younger children; null while nothing of it is known.</summary>
    public static Concern? RiskOf(ChildProfile profile)
    {
        var risk = profile.Safety?.RiskToYoungerChildren;
        if (profile.SexuallyHarmfulBehaviour is { } harm && !(risk >= (Concern)harm))
            risk = (Concern)harm;
        if (profile.FireSetting is { } sets)
            risk = sets ? Concern.Established : risk ?? Concern.None;
        return risk;
    }

    /// <summary>The facts a risk rests on.</summary>
    public static string[] BasisOf(ChildProfile profile)
    {
        var basis = new List<string>(3);
        if (profile.SexuallyHarmfulBehaviour == SexualHarm.Established)
            basis.Add("child.sexuallyHarmfulBehaviour");
        if (profile.FireSetting == true)
            basis.Add("child.fireSetting");
        if (profile.Safety?.RiskToYoungerChildren == Concern.Established)
            basis.Add("safety.riskToYoungerChildren");
        return [.. basis];
    }

    /// <summary>Who is known to live at each place, held against the child's age, in catalogue order.</summary>
    public static byte[] Column(EligibilityContext child, Catalogue catalogue, int years)
    {
        var stated = catalogue.Features.YoungestAge;
        var column = new byte[stated.Length];
        for (var placement = 0; placement < column.Length; placement++)
        {
            // It takes one to be in danger: the youngest of whom the place reported last or the catalogue speaks.
            int? youngest = stated[placement] == PlacementFeatures.NotStated ? null : stated[placement];
            if (child.HasPeerGroups && child.PeerGroupAt(placement)?.YoungestAge is { } reported && !(youngest < reported))
                youngest = reported;
            if (youngest is { } age)
                column[placement] = child.AgeYears - age >= years ? Some : None;
        }
        return column;
    }
}
