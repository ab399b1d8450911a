using System.Text;
using Matching.Api.Http;
using Matching.Engine.Parsing;

namespace Matching.Api.Security;

/// <summary>What an administrator asks of a new key.</summary>
internal sealed record KeyRequest(string Name, IReadOnlyList<Role> Roles, TeamSet Teams, DateTimeOffset? Expires) : IRequestBody<KeyRequest>
{
    private const int MostLetters = 64;
    private const string NameRule = "must be 1 to 64 letters, digits or - _ .";

    /// <inheritdoc/>
    public static KeyRequest? Read(ObjectReader body, HttpContext context)
    {
        var name = ReadName(body, context.RequestServices.GetRequiredService<CallerDirectory>().IsConfigured);
        var roles = body.Require("roles").EnumList<Role>("roles", repeats: true);
        if (roles is { Count: 0 } && body.Raw("roles")!.Value.GetArrayLength() == 0)
            body.Fault("roles", "needs at least one role");
        var teams = body.Has("teams") ? ReadTeams(body) : NoTeams(body);
        var expires = ReadExpiry(body, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        return name is null || roles is null ? null : new KeyRequest(name, roles, teams, expires);
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

/// <summary>What an administrator asks of a key that follows another.</summary>
/// <param name="OverlapDays">How many days the old key stays in force.</param>
internal sealed record RotationRequest(int OverlapDays) : IRequestBody<RotationRequest>
{
    public const int LongestOverlap = 30;

    /// <inheritdoc/>
    public static RotationRequest? Read(ObjectReader body, HttpContext context) =>
        body.Require("overlapDays").Integer("overlapDays", 0, LongestOverlap) is { } days ? new RotationRequest(days) : null;
}
