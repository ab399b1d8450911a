namespace Matching.Api.Stays;

/// <summary>Columns that must never be among what is learnt from, under any name.</summary>
internal static class RefusedColumns
{
    private const string ProtectedMessage =
        "is a protected attribute: it belongs in the separate file of protected attributes, for audits only, and is never a feature";
    private const string ChoiceMessage =
        "is the team's own choice: it is neither a feature nor an outcome, and a model that learnt it would repeat it";

    private static readonly string[] ProtectedWords =
    [
        "ethnic",
        "origin",
        "nationality",
        "citizenship",
        "countryof",
        "birthcountry",
        "immigra",
        "descen",
        "migra",
        "refugee",
        "race",
        "religion",
        "faith",
        "skin",
        "mothertongue",
        "language",
        "district",
        "municipality",
        "neighbourhood",
        "neighborhood",
        "postcode",
        "postalcode",
        "zipcode",
        "address",
        "parish",
        "etnisk",
        "etnicitet",
        "oprindelse",
        "herkomst",
        "nationalitet",
        "statsborger",
        "indvandr",
        "efterkommer",
        "modersmål",
        "modersmaal",
        "bydel",
        "kommune",
        "postnummer",
        "sogn",
    ];

    private static readonly string[] ChoiceWords =
    [
        "teamchoice",
        "pastchoice",
        "teamschoice",
        "choice",
        "chosen",
        "recommend",
        "proposedplacement",
        "teamdecision",
        "caseworkerdecision",
        "indstilling",
        "teamvalg",
        "valgtsted",
    ];

    /// <summary>Why a column is refused; null when its name says of nothing of the kind.</summary>
    public static string? Reason(string name)
    {
        var bare = string.Concat(name.Where(char.IsLetter)).ToLowerInvariant();
        return Array.Exists(ProtectedWords, word => bare.Contains(word, StringComparison.Ordinal)) ? ProtectedMessage
            : Array.Exists(ChoiceWords, word => bare.Contains(word, StringComparison.Ordinal)) ? ChoiceMessage
            : null;
    }
}
