using System.Security.Cryptography;
using System.Text;
using Matching.Api.Http;
using Matching.Api.Security;
using Matching.Engine.Parsing;
using Microsoft.AspNetCore.Http.HttpResults;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Codes;

/// <summary>The code lists over HTTP.</summary>
public static class CodesApi
{
    /// <summary>The routes.</summary>
    public static void MapCodes(this IEndpointRouteBuilder app)
    {
        var codes = app.MapApi("/v1/codes", "Codes");
        var anyRole = Terms<Role>.All.ToArray();
        codes
            .MapGet("", (HttpContext context, CodeLists lists) => List(context, lists))
            .ForRoles(anyRole)
            .WithName("listCodes")
            .WithSummary("Every code list: reasons and consequences, with Danish and English labels and the days they are in force")
            .Fails(400);
        codes
            .MapGet("/{list}", (HttpContext context, string list, CodeLists lists) => Find(context, list, lists))
            .ForRoles(anyRole)
            .WithName("getCodes")
            .WithSummary("One code list")
            .Fails(400, 404);
    }

    private static Ok<CodeListsAnswer> List(HttpContext context, CodeLists lists) =>
        Tagged(context, new CodeListsAnswer([.. lists.All.Select(CodeListAnswer.Of)]), lists.All);

    private static Results<Ok<CodeListAnswer>, ProblemAnswer> Find(HttpContext context, string list, CodeLists lists) =>
        lists.Find(list) is { } found
            ? Tagged(context, CodeListAnswer.Of(found), [found])
            : new ProblemAnswer(StatusCodes.Status404NotFound, "There is no such code list.");

    /// <summary>The answer with a tag that changes when any of its rows does.</summary>
    private static Ok<T> Tagged<T>(HttpContext context, T answer, IEnumerable<CodeList> lists)
    {
        var text = string.Join('\n', lists.SelectMany(list => list.Codes.Select(code => $"{list.Name}|{code}")));
        context.Response.Headers.ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}\"";
        return TypedResults.Ok(answer);
    }
}

/// <summary>Every code list, by name.</summary>
public sealed record CodeListsAnswer(IReadOnlyList<CodeListAnswer> Lists);

/// <summary>One code list.</summary>
/// <param name="List">Its name.</param>
/// <param name="Codes">Its rows, in the order they are shown in.</param>
public sealed record CodeListAnswer(string List, IReadOnlyList<CodeAnswer> Codes)
{
    internal static CodeListAnswer Of(CodeList list) => new(list.Name, [.. list.Codes.Select(CodeAnswer.Of)]);
}

/// <summary>One row of a code list.</summary>
/// <param name="Da">The label in Danish.</param>
/// <param name="En">The label in English.</param>
/// <param name="From">The first day on which the code may be used.</param>
/// <param name="To">The first day on which it no longer may; null = no end is set.</param>
/// <param name="Consequence">What follows, a code of offer-consequence; null where nothing is said.</param>
public sealed record CodeAnswer(string Code, string Da, string En, DateOnly From, DateOnly? To, string? Consequence)
{
    internal static CodeAnswer Of(Code code) => new(code.Value, code.Danish, code.English, code.From, code.To, code.Consequence);
}
