using System.Text;
using System.Text.Json;
using Matching.Engine.Parsing;

namespace Matching.Api.Security;

/// <summary>What an administrator asks of a new key.</summary>
internal sealed record KeyRequest(string Name, IReadOnlyList<Role> Roles, TeamSet Teams, DateTimeOffset? Expires)
{
    public const int LongestOverlap = 30;

    private const int MostLetters = 64;
    private const string NameRule = "must be 1 to 64 letters, digits or - _ .";

    /// <summary>Reads one, noting every fault; null when there are any.</summary>
    public static KeyRequest? Read(JsonElement body, DateTimeOffset now, Func<string, bool> isConfigured, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var name = ReadName(reader, isConfigured);
        var roles = reader.Require("roles").EnumList<Role>("roles", repeats: true);
        if (roles is { Count: 0 } && reader.Raw("roles")!.Value.GetArrayLength() == 0)
            reader.Fault("roles", "needs at least one role");
        var teams = reader.Has("teams") ? ReadTeams(reader) : NoTeams(reader);
        var expires = ReadExpiry(reader, now);
        reader.Close();
        return problems.None ? new KeyRequest(name!, roles!, teams, expires) : null;
    }

    /// <summary>Reads how many days a rotated key stays in force; null when the problems say why not.</summary>
    public static int? ReadOverlap(JsonElement body, Problems problems)
    {
        if (ObjectReader.Open(body, "", problems) is not { } reader)
            return null;
        var days = reader.Require("overlapDays").Integer("overlapDays", 0, LongestOverlap);
        reader.Close();
        return problems.None ? days : null;
    }

    private static string? ReadName(ObjectReader reader, Func<string, bool> isConfigured)
    {
        if (reader.Require("name").Text("name", MostLetters) is not { } name)
            return null;
        if (!name.EnumerateRunes().All(IsNameRune))
            reader.Fault("name", NameRule);
        else if (isConfigured(name))
            reader.Fault("name", "is the name of a configured caller");
        return name;
    }

    private static bool IsNameRune(Rune rune) =>
        Rune.IsLetter(rune) || (rune.IsAscii && (char.IsAsciiDigit((char)rune.Value) || rune.Value is '-' or '_' or '.'));

    private static TeamSet NoTeams(ObjectReader reader)
    {
        reader.Raw("teams");
        return TeamSet.None;
    }

    private static TeamSet ReadTeams(ObjectReader reader)
    {
        var list = reader.Raw("teams")!.Value;
        if (TeamSet.Read(list) is { } teams)
            return teams;
        reader.Fault("teams", TeamSet.Rule);
        return TeamSet.None;
    }

    private static DateTimeOffset? ReadExpiry(ObjectReader reader, DateTimeOffset now)
    {
        if (reader.Text("expiresAt") is not { } text)
            return null;
        var expires = Moment.Read(text);
        if (expires is null)
            reader.Fault("expiresAt", Moment.Rule);
        else if (expires <= now)
            reader.Fault("expiresAt", "is past");
        return expires;
    }
}
