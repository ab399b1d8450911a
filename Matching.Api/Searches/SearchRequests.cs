using System.Globalization;
using System.Text.Json;
using Matching.Api.Codes;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Engine;
using Matching.Engine.Parsing;

namespace Matching.Api.Searches;

/// <summary>A request to look for a place.</summary>
/// <param name="Reason">A code of <c>search-reason</c>.</param>
/// <param name="NeededFrom">The day from which it is needed; null when not known.</param>
internal sealed record SearchRequest(string Reason, DateOnly? NeededFrom)
{
    private const int MostDays = 366;

    /// <summary>Reads a request; null when the problems say why not.</summary>
    /// <param name="body">The body.</param>
    /// <param name="codes">The codes there are.</param>
    /// <param name="today">Today in Copenhagen.</param>
    /// <param name="problems">Takes the faults.</param>
    public static SearchRequest? Read(JsonElement body, CodeLists codes, DateOnly today, Problems problems)
    {
        var reader = ObjectReader.Open(body, "", problems)!;
        var reason = codes.Of(CodeListName.SearchReason).Read(reader.Require("reason"), "reason", today);
        var neededFrom = reader.Date("neededFrom");
        if (neededFrom is { } day && Math.Abs(day.DayNumber - today.DayNumber) > MostDays)
            reader.Fault("neededFrom", "lies more than a year before or after today");
        reader.Close();
        return problems.None && reason is not null ? new SearchRequest(reason, neededFrom) : null;
    }
}

/// <summary>A request to look no longer.</summary>
/// <param name="Reason">A code of <c>search-withdrawal</c>.</param>
internal sealed record SearchWithdrawalRequest(string Reason) : IRequestBody<SearchWithdrawalRequest>
{
    /// <inheritdoc/>
    public static SearchWithdrawalRequest? Read(ObjectReader body, HttpContext context)
    {
        var services = context.RequestServices;
        return
            services
                .GetRequiredService<CodeLists>()
                .Of(CodeListName.SearchWithdrawal)
                .Read(body.Require("withdrawn"), "withdrawn", services.GetRequiredService<Today>().InCopenhagen())
                is { } reason
            ? new SearchWithdrawalRequest(reason)
            : null;
    }
}

/// <summary>A request to ask a place.</summary>
/// <param name="Services">What is to be combined with the place, each once, in ordinal order.</param>
/// <param name="AnswerBy">The last day for an answer.</param>
internal sealed record OfferRequest(string PlacementId, IReadOnlyList<string> Services, DateOnly AnswerBy)
{
    private const int MostLetters = 64;
    private const int MostServices = 20;

    /// <summary>Reads a request; null when the problems say why not.</summary>
    /// <param name="body">The body.</param>
    /// <param name="referenceData">With the placements and services there are.</param>
    /// <param name="rules">How long a place may be given.</param>
    /// <param name="today">Today in Copenhagen.</param>
    /// <param name="problems">Takes the faults.</param>
    public static OfferRequest? Read(JsonElement body, ReferenceDataSet referenceData, SearchRules rules, DateOnly today, Problems problems)
    {
        var reader = ObjectReader.Open(body, "", problems)!;
        var placementId = reader.Require("placementId").Text("placementId", MostLetters);
        if (placementId is not null && !referenceData.Catalogue.TryFind(placementId, out _))
            reader.Fault("placementId", "is not the id of a placement in the catalogue");
        var services = reader.TextList("services", MostLetters, MostServices) ?? [];
        for (var i = 0; i < services.Count; i++)
        {
            var service = services[i];
            if (referenceData.Catalogue.Services.All(known => known.Id != service))
                reader.Fault(string.Create(CultureInfo.InvariantCulture, $"services[{i}]"), "is not the id of a service in the catalogue");
            else if (services.Take(i).Contains(service, StringComparer.Ordinal))
                reader.Fault(string.Create(CultureInfo.InvariantCulture, $"services[{i}]"), "is there twice");
        }
        var answerBy = reader.Require("answerBy").Date("answerBy");
        if (answerBy < today)
            reader.Fault("answerBy", "lies before today");
        else if (answerBy is { } day && day.DayNumber - today.DayNumber > rules.LongestAnswerDays)
            reader.Fault(
                "answerBy",
                string.Create(CultureInfo.InvariantCulture, $"lies more than {rules.LongestAnswerDays} days after today")
            );
        reader.Close();
        return problems.None ? new OfferRequest(placementId!, [.. services.Order(StringComparer.Ordinal)], answerBy!.Value) : null;
    }
}

/// <summary>What a caller may say came of an offer.</summary>
internal enum OfferReply
{
    Accepted,
    Declined,
    Withdrawn,
}

/// <summary>A request to record what came of an offer.</summary>
/// <param name="Reason">A code; null where it was accepted.</param>
/// <param name="AnsweredOn">The day of the answer.</param>
/// <param name="Note">What else was said; null for nothing.</param>
/// <param name="HoldUntil">The last day on which a bed is held; null = as long as usual.</param>
internal sealed record OfferReplyRequest(OfferReply Answer, string? Reason, DateOnly AnsweredOn, string? Note, DateOnly? HoldUntil)
    : IRequestBody<OfferReplyRequest>
{
    private const int LongestNote = 1000;

    /// <inheritdoc/>
    public static OfferReplyRequest? Read(ObjectReader body, HttpContext context)
    {
        var services = context.RequestServices;
        var today = services.GetRequiredService<Today>().InCopenhagen();
        var answer = body.Require("answer").Enum<OfferReply>("answer");
        var reason = ReadReason(body, answer, services.GetRequiredService<CodeLists>(), today);
        var answeredOn = body.Date("answeredOn") ?? today;
        if (answeredOn > today)
            body.Fault("answeredOn", "lies after today");
        var note = body.Text("note", LongestNote);
        var holdUntil = body.Date("holdUntil");
        if (holdUntil is { } until)
        {
            var longest = services.GetRequiredService<SearchRules>().LongestHoldDays;
            if (answer is OfferReply.Declined or OfferReply.Withdrawn)
                body.Fault("holdUntil", "goes with an acceptance only");
            else if (until < today)
                body.Fault("holdUntil", "lies before today");
            else if (until.DayNumber - today.DayNumber > longest)
                body.Fault("holdUntil", string.Create(CultureInfo.InvariantCulture, $"lies more than {longest} days after today"));
        }
        return answer is null ? null : new OfferReplyRequest(answer.Value, reason, answeredOn, note, holdUntil);
    }

    private static string? ReadReason(ObjectReader body, OfferReply? answer, CodeLists codes, DateOnly today)
    {
        switch (answer)
        {
            case OfferReply.Declined:
                return codes.Of(CodeListName.OfferDecline).Read(body.Require("reason"), "reason", today);
            case OfferReply.Withdrawn:
                return codes.Of(CodeListName.OfferWithdrawal).Read(body.Require("reason"), "reason", today);
            default:
                if (body.Raw("reason") is not null && answer is not null)
                    body.Fault("reason", "goes with a declined or withdrawn offer only");
                return null;
        }
    }
}
