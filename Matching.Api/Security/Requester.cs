using System.Reflection;
using Matching.Api.Http;
using Matching.Engine.Parsing;

namespace Matching.Api.Security;

/// <summary>Who asks about a child, and what for.</summary>
/// <param name="Name">The caller.</param>
/// <param name="Teams">Whose cases the caller works with.</param>
/// <param name="Purpose">Why, in the caller's own words; null when not said.</param>
public sealed record Requester(string Name, TeamSet Teams, string? Purpose)
{
    /// <summary>The header that says what a child's record is looked at for.</summary>
    public const string PurposeHeader = EndpointDescriptions.PurposeHeader;

    private const int LongestPurpose = 200;

    /// <summary>The caller of a request; faults of the purpose are noted.</summary>
    public static ValueTask<Requester> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var (name, teams) = context.Caller();
        return ValueTask.FromResult(new Requester(name, teams, ReadPurpose(context.Request, context.Problems())));
    }

    /// <summary>Whether a case of this team may be seen; null = a case that is limited to no team.</summary>
    public bool MaySee(string? team) => team is null || Teams.Includes(team);

    private static string? ReadPurpose(HttpRequest request, Problems problems)
    {
        if (request.Headers[PurposeHeader] is not { Count: > 0 } values)
            return null;
        if (values is not [{ Length: >= 1 and <= LongestPurpose } purpose] || purpose.Any(char.IsControl) || purpose.Contains('\uFFFD'))
            problems.Add(PurposeHeader, $"must be one text of 1 to {LongestPurpose} characters in UTF-8");
        else if (RefusedText.FaultOf(purpose) is { } fault)
            problems.Add(PurposeHeader, fault);
        else
            return purpose;
        return null;
    }
}
