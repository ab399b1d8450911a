using System.Text.Json;
using Matching.Api.Codes;
using Matching.Api.Http;
using Matching.Engine.Parsing;

namespace Matching.Api.Caseload;

/// <summary>A request to close a case.</summary>
internal static class ClosingRequest
{
    /// <summary>Reads the reason, a code of <c>case-closing</c>; null when the problems say why not.</summary>
    public static string? Read(JsonElement body, CodeLists codes, DateOnly today, Problems problems)
    {
        var reader = ObjectReader.Open(body, "", problems)!;
        var reason = codes.Of(CodeListName.CaseClosing).Read(reader.Require("reason"), "reason", today);
        reader.Close();
        return problems.None ? reason : null;
    }
}

/// <summary>A request to say what another system calls a case.</summary>
/// <param name="CaseUuid">Its id there, a UUID in lower case; null when not said.</param>
/// <param name="CaseNumber">Its number there; null when not said.</param>
/// <param name="System">Which system.</param>
internal sealed record ExternalIdsRequest(string? CaseUuid, string? CaseNumber, string System) : IRequestBody<ExternalIdsRequest>
{
    private const int MostLetters = 64;

    /// <inheritdoc/>
    public static ExternalIdsRequest? Read(ObjectReader body, HttpContext context)
    {
        var uuid = body.Text("caseUuid", MostLetters);
        if (uuid is not null && !Guid.TryParseExact(uuid, "D", out _))
            body.Fault("caseUuid", "must be a UUID");
        var number = body.Text("caseNumber", MostLetters);
        if (number?.Any(char.IsControl) == true)
            body.Fault("caseNumber", "must not hold control characters");
        var system = body.Require("system").Text("system", MostLetters);
        if (system?.Any(char.IsControl) == true)
            body.Fault("system", "must not hold control characters");
        if (uuid is null && number is null && !body.Has("caseUuid") && !body.Has("caseNumber"))
            body.FaultHere("needs caseUuid or caseNumber");
        return system is null ? null : new ExternalIdsRequest(uuid?.ToLowerInvariant(), number, system);
    }
}
