using Matching.Api.Http;
using Matching.Api.Security;
using Matching.Engine.Parsing;

namespace Matching.Api.Cases;

/// <summary>A request to limit a case to a team.</summary>
/// <param name="Team">The team; null opens the case to all.</param>
internal sealed record TeamRequest(string? Team) : IRequestBody<TeamRequest>
{
    /// <inheritdoc/>
    public static TeamRequest? Read(ObjectReader body, HttpContext context)
    {
        var team = body.Text("team", TeamSet.MostLetters);
        if (team is not null && TeamSet.From([team]) is null or { IsEvery: true })
            body.Fault(
                "team",
                "must be 1 to 64 letters, digits or - _ . and no civil registration number (CPR); null opens the case to all teams"
            );
        else if (team is not null && !context.RequestServices.GetRequiredService<CallerDirectory>().HasTeam(team))
            body.Fault("team", "is no caller's team: whoever is to see the case must be given the team first");
        if (!body.Names().Contains("team"))
            body.Fault("team", "is required; null opens the case to all teams");
        return new TeamRequest(team);
    }
}

/// <summary>A request to set or lift a legal hold.</summary>
internal sealed record HoldRequest(bool Held, string Reason) : IRequestBody<HoldRequest>
{
    private const int LongestReason = 200;

    /// <inheritdoc/>
    public static HoldRequest? Read(ObjectReader body, HttpContext context)
    {
        var (held, reason) = (body.Require("held").Boolean("held"), body.Require("reason").Text("reason", LongestReason));
        return held is null || reason is null ? null : new HoldRequest(held.Value, reason);
    }
}

/// <summary>A request to erase a case.</summary>
internal sealed record ErasureRequest(ErasureReason Reason) : IRequestBody<ErasureRequest>
{
    /// <inheritdoc/>
    public static ErasureRequest? Read(ObjectReader body, HttpContext context) =>
        body.Require("reason").Enum<ErasureReason>("reason") is { } reason ? new ErasureRequest(reason) : null;
}
