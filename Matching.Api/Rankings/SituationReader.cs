using System.Text.RegularExpressions;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Api.Rankings;

/// <summary>Reads the parts of a request that came with version 1.1 and stand beside the child.</summary>
internal static partial class SituationReader
{
    private const int MostHandover = 500,
        MostLanguage = 3;

    [GeneratedRegex("^[a-z]{2,3}\\z")]
    private static partial Regex LanguagePattern();

    /// <summary>What is known about the home.</summary>
    public static HomeSituation ReadHome(ObjectReader reader)
    {
        var home = new HomeSituation
        {
            Neglect = reader.Enum<Concern>("neglect"),
            Violence = reader.Enum<Concern>("violence"),
            SexualAbuse = reader.Enum<Concern>("sexualAbuse"),
            ParentalSubstanceUse = reader.Boolean("parentalSubstanceUse"),
            ParentalMentalIllness = reader.Boolean("parentalMentalIllness"),
            ParentalCrime = reader.Boolean("parentalCrime"),
            ParentImprisoned = reader.Boolean("parentImprisoned"),
            ViolenceWitnessed = reader.Enum<Concern>("violenceWitnessed"),
            Cooperation = reader.Enum<Cooperation>("cooperation"),
            ParentsActive = reader.Boolean("parentsActive"),
            Custody = reader.Enum<Custody>("custody"),
        };
        reader.Close();
        return home;
    }

    /// <summary>Who may be in danger, and who must not learn what.</summary>
    public static SafetySituation ReadSafety(ObjectReader reader)
    {
        var safety = new SafetySituation
        {
            AddressProtected = reader.Boolean("addressProtected"),
            UndisclosedPlacement = reader.Boolean("undisclosedPlacement"),
            HonourRelated = reader.Boolean("honourRelated"),
            RiskToYoungerChildren = reader.Enum<Concern>("riskToYoungerChildren"),
            SiblingsApart = reader.Boolean("siblingsApart"),
            Threatened = reader.Boolean("threatened"),
            Trafficking = reader.Enum<Concern>("trafficking"),
        };
        reader.Close();
        return safety;
    }

    /// <summary>The texts for the place. They are kept with the request and are no part of what is weighed.</summary>
    public static Handover? ReadHandover(ObjectReader reader)
    {
        if (reader.Object("handover") is not { } texts)
            return null;
        var handover = new Handover(
            texts.Text("calms", MostHandover),
            texts.Text("triggers", MostHandover),
            texts.Text("medication", MostHandover),
            texts.Text("agreements", MostHandover)
        );
        texts.Close();
        return handover;
    }

    /// <summary>ISO 639 codes, each once.</summary>
    public static IReadOnlyList<string>? ReadLanguages(ObjectReader reader)
    {
        if (reader.TextList("languages", MostLanguage) is not { } languages)
            return null;
        for (var i = 0; i < languages.Count; i++)
        {
            if (!LanguagePattern().IsMatch(languages[i]))
                reader.Fault($"languages[{i}]", "must be an ISO 639 code such as da");
        }
        return [.. languages.Distinct(StringComparer.Ordinal)];
    }
}
