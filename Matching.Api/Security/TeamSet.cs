using System.Text;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Engine.Parsing;

namespace Matching.Api.Security;

/// <summary>The teams a caller works for: some named ones, all of them (<c>*</c>), or none.</summary>
public sealed class TeamSet
{
    /// <summary>The word that stands for every team.</summary>
    public const string Every = "*";

    /// <summary>The longest name of a team.</summary>
    public const int MostLetters = 64;

    /// <summary>How many teams one caller may have.</summary>
    public const int Most = 50;

    /// <summary>What each word must be.</summary>
    public const string Rule =
        "must be teams of 1 to 64 letters, digits or - _ . each, no civil registration number (CPR), or * alone for all teams; at most 50";

    /// <summary>No team.</summary>
    public static readonly TeamSet None = new([]);

    /// <summary>Every team.</summary>
    public static readonly TeamSet All = new([Every]);

    private readonly HashSet<string> _words;

    private TeamSet(IEnumerable<string> words)
    {
        _words = new HashSet<string>(words, StringComparer.Ordinal);
        Words = [.. _words.Order(StringComparer.Ordinal)];
    }

    /// <summary>The words, in order, each once.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Whether the caller works for every team.</summary>
    public bool IsEvery => _words.Contains(Every);

    /// <summary>Whether the caller works for this team.</summary>
    public bool Includes(string team) => IsEvery || _words.Contains(team);

    /// <summary>Whether the caller works for all of these teams.</summary>
    public bool Covers(TeamSet other) => IsEvery || (!other.IsEvery && other._words.IsSubsetOf(_words));

    /// <summary>From words; null when they break <see cref="Rule"/>.</summary>
    public static TeamSet? From(IReadOnlyCollection<string> words)
    {
        var set = new TeamSet(words);
        var fits = set.IsEvery ? set.Words.Count == 1 : set.Words.Count <= Most && set.Words.All(IsName);
        return fits ? set : null;
    }

    /// <summary>From a JSON list of words; null when it is something else or breaks <see cref="Rule"/>.</summary>
    internal static TeamSet? Read(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > Most)
            return null;
        var words = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !JsonText.TryRead(item, out var word))
                return null;
            words.Add(word);
        }
        return From(words);
    }

    /// <summary>What was checked when it was written; never refused.</summary>
    internal static TeamSet OfRecord(IEnumerable<string> words) => new(words);

    private static bool IsName(string word) =>
        word.Length is >= 1 and <= MostLetters && word.EnumerateRunes().All(IsNameRune) && RefusedText.FaultOf(word) is null;

    private static bool IsNameRune(Rune rune) =>
        Rune.IsLetter(rune) || (rune.IsAscii && (char.IsAsciiDigit((char)rune.Value) || rune.Value is '-' or '_' or '.'));
}
