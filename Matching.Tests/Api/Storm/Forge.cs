using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matching.Tests.Api.Support;

namespace Matching.Tests.Api.Storm;

/// <summary>Makes requests, each from its own number: some as the document says, most of them spoilt in one way or two.</summary>
sealed class Forge(ApiDocument document, Known known, int seed)
{
    const int KeysInARow = 24;
    const int BodiesForOneKey = 2;
    const int SeldomOneIn = 8;

    readonly ValidValues values = new(document, known);
    readonly int[] weights = [.. document.Operations.Select(operation => operation.Weight)];

    public Draft Make(int number)
    {
        var random = new Random(Mixed(seed, number));
        var operation = PickOperation(random);
        var draft = Valid(operation, random, number);
        var ways = random.Next(10) switch
        {
            0 or 1 => 0,
            9 => 2,
            _ => 1,
        };
        for (; ways > 0; ways--)
        {
            if (!draft.IsSpoilt && draft.Body is not null && random.Next(2) == 0)
                BodySpoilers.All[random.Next(BodySpoilers.All.Length)](draft, random);
            else if (draft.Framed is null && draft.ContentLength is null)
                HeadSpoilers.All[random.Next(HeadSpoilers.All.Length)](draft, random);
        }
        return draft;
    }

    Draft Valid(Operation operation, Random random, int number)
    {
        var (basedOn, whatIf) = known.WhatIf(random);
        var path = operation.Path.Contains("{whatIfId}", StringComparison.Ordinal)
            ? operation.Path.Replace("{id}", basedOn, StringComparison.Ordinal).Replace("{whatIfId}", whatIf, StringComparison.Ordinal)
            : operation.Path;
        var target = path.Replace("{caseReference}", Known.CaseReference(random), StringComparison.Ordinal)
            .Replace("{version}", known.Model, StringComparison.Ordinal)
            .Replace("{list}", "offer-decline", StringComparison.Ordinal)
            .Replace("{sequence}", $"{random.Next(1, 50)}", StringComparison.Ordinal)
            .Replace(
                "{id}",
                operation.Path.Split('/')[2] switch
                {
                    "rankings" => known.Ranking(random),
                    "keys" => known.Key(random),
                    "stays" => known.Stay(random),
                    "searches" => known.Search(random),
                    "offers" => known.Offer(random),
                    "models" => known.Run(random),
                    _ => known.Placement(random),
                },
                StringComparison.Ordinal
            );
        // Which places are possible is not in the document, so a letter is seldom asked for about another than the first.
        var isLetter = operation.Parameters.Any(parameter => parameter.Name == "audience");
        var query = operation
            .Parameters.Where(parameter =>
                parameter.Place == "query"
                && parameter.Name != "reference" // goes with ~ in the address only
                && parameter.Name switch
                {
                    "from" or "audience" => true,
                    "version" or "cursor" => random.Next(SeldomOneIn) == 0,
                    "placementId" => !isLetter || random.Next(SeldomOneIn) == 0,
                    _ => random.Next(2) == 0,
                }
            )
            .Select(parameter => $"{parameter.Name}={QueryValue(parameter, random)}");
        var draft = new Draft(operation, operation.Method, target + (string.Join('&', query) is { Length: > 0 } text ? "?" + text : ""));
        draft.Headers.Add(("Host", "127.0.0.1"));
        draft.Headers.Add(("X-Api-Key", LiveService.KeyOf(LiveService.All)));
        if (operation.Parameters.Any(parameter => parameter.Name == "Accept-Language") && random.Next(2) == 0)
            draft.Headers.Add(("Accept-Language", random.Next(2) == 0 ? "en" : "da"));
        if (operation.Parameters.Any(parameter => parameter.Name == "X-Purpose") && random.Next(3) == 0)
            draft.Headers.Add(("X-Purpose", "a storm"));
        if (operation.Parameters.Any(parameter => parameter.Name == "If-Match") && (operation.Method == "PATCH" || random.Next(2) == 0))
            draft.Headers.Add(("If-Match", "*"));
        if (operation.Body is null)
            return draft;
        draft.Headers.Add(
            (
                "Content-Type",
                operation.Path.EndsWith("/what-if", StringComparison.Ordinal) && random.Next(2) == 0
                    ? "application/merge-patch+json"
                    : "application/json"
            )
        );
        draft.Body = JsonSerializer.SerializeToUtf8Bytes(values.Body(operation, random));
        if (operation.Path == "/v1/rankings" && random.Next(3) == 0)
            Share(draft, random, number);
        return draft;
    }

    string QueryValue(Parameter parameter, Random random) =>
        parameter switch
        {
            { Schema: var schema } when schema["enum"] is JsonArray words => words[random.Next(words.Count)]!.GetValue<string>(),
            { Name: "placementId" } => known.Placement(random),
            { Name: "deadlineBefore" } => "2026-12-24",
            { Name: "from" } => $"{random.Next(1, 20)}",
            _ => $"{random.Next(50, 60)}",
        };

    /// <summary>Neighbours in number use the same key at the same time, with the same body or another.</summary>
    static void Share(Draft draft, Random random, int number)
    {
        var which = random.Next(BodiesForOneKey);
        draft.IdempotencyKey = $"storm {number / KeysInARow} key";
        draft.Headers.Add(("Idempotency-Key", draft.IdempotencyKey));
        draft.Body = Encoding.UTF8.GetBytes(
            Example.With(("caseReference", $"\"shared-{number / KeysInARow % 40}\""), ("child.ageYears", $"{14 + which}"))
        );
    }

    Operation PickOperation(Random random)
    {
        var at = random.Next(weights.Sum());
        for (var i = 0; ; i++)
        {
            at -= weights[i];
            if (at < 0)
                return document.Operations[i];
        }
    }

    // Neighbouring seeds give neighbouring first draws, so the bits are mixed (splitmix64).
    static int Mixed(int seed, int number)
    {
        var bits = unchecked(((ulong)(uint)seed << 32 | (uint)number) + 0x9E3779B97F4A7C15);
        bits = unchecked((bits ^ bits >> 30) * 0xBF58476D1CE4E5B9);
        bits = unchecked((bits ^ bits >> 27) * 0x94D049BB133111EB);
        return (int)((bits ^ bits >> 31) & int.MaxValue);
    }
}
