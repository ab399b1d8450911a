using System.Globalization;
using System.Text;

namespace Matching.Tests.Api.Support;

/// <summary>A request that must be refused.</summary>
/// <param name="What">What was done to the example, to find a failure by.</param>
/// <param name="Faulty">The path that the refusal must name; null where it may name any or none.</param>
/// <param name="Secret">What the answer must not repeat.</param>
sealed record BadRequest(
    string What,
    HttpMethod Method,
    string Path,
    byte[]? Body,
    string? Faulty = null,
    string ContentType = "application/json",
    IReadOnlyList<(string Name, string Value)>? Headers = null,
    string? Secret = null
)
{
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Path);
        if (Body is not null)
            message.Content = LiveService.Content(Body, ContentType);
        foreach (var (name, value) in Headers ?? [])
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        if (!message.Headers.Contains("X-Api-Key"))
            message.Headers.Add("X-Api-Key", LiveService.KeyOf(LiveService.All));
        return message;
    }
}

/// <summary>Makes requests that must be refused, each from its own number, by spoiling the contract's example.</summary>
static class BadRequests
{
    static readonly Func<Random, BadRequest>[] Ways =
    [
        WrongValue,
        WrongValue,
        WrongValue,
        WrongValue,
        RandomValue,
        RandomValue,
        UnknownField,
        UnknownField,
        FieldTwice,
        FieldTwice,
        LongList,
        CivilNumber,
        SeveralFaults,
        Truncated,
        BytesChanged,
        BytesChanged,
        TypeChanged,
        HeaderChanged,
        MethodOrPathChanged,
        Garbage,
    ];

    static readonly string[] Objects =
    [
        "",
        "child",
        "child.diagnoses[0]",
        "child.substanceUse[0]",
        "child.absconding",
        "child.crime",
        "child.placements[0]",
        "wishes",
        "wishes.child[0]",
        "conflicts[0]",
        "legal",
    ];

    static readonly string[] Unicode =
    [
        "\0",
        "\u202e",
        "\ufeff",
        "\ufffe",
        "\u0661",
        "💩",
        "e\u0301",
        "\u2028",
        "ﬀ",
        "İ",
        "\ud800",
        "\udfff\ud800",
        "\u00a0",
        "\\",
        "\"",
        "{",
        "}",
        "'",
        ";--",
        "%00",
        "${x}",
        "<b>",
    ];

    public static BadRequest Make(int seed, int number)
    {
        var random = new Random(Mixed(seed, number));
        return Ways[random.Next(Ways.Length)](random);
    }

    // Neighbouring seeds give neighbouring first draws, so the bits are mixed (splitmix64). Not System.HashCode, which differs from run to
    // run.
    static int Mixed(int seed, int number)
    {
        var bits = unchecked(((ulong)(uint)seed << 32 | (uint)number) + 0x9E3779B97F4A7C15);
        bits = unchecked((bits ^ bits >> 30) * 0xBF58476D1CE4E5B9);
        bits = unchecked((bits ^ bits >> 27) * 0x94D049BB133111EB);
        return (int)((bits ^ bits >> 31) & int.MaxValue);
    }

    static BadRequest WrongValue(Random random)
    {
        var field = Pick(random, Fields.All);
        var (json, inside) = Pick(random, [.. Fields.Refused(field)]);
        return Ranking($"{field.Path} = {Shortened(json)}", Example.With(field.Path, json), field.Path + inside);
    }

    static BadRequest RandomValue(Random random)
    {
        var field = Pick(random, Fields.All.Where(field => field.Kind is not Kind.Object and not Kind.ObjectList).ToArray());
        // Every text ends with letters that no word, date, code or id of the contract ends with; a list of them has its fault inside, a
        // list in place of a text is one itself.
        var json = random.Next(3) switch
        {
            0 => Text(random, 1 + random.Next(200)) is var text && field.Kind == Kind.Reference ? $"\" {text[1..]}" : text,
            1 => "{" + Text(random, 5) + ":" + (random.NextDouble() * 1e6).ToString("R", CultureInfo.InvariantCulture) + "}",
            _ => field.Kind == Kind.Boolean
                ? "0"
                : (-1 - random.NextInt64(1, long.MaxValue)).ToString(CultureInfo.InvariantCulture)
                    + (random.Next(2) == 0 ? "" : $"e{random.Next(400)}"),
        };
        return Ranking($"{field.Path} = {Shortened(json)}", Example.With(field.Path, json), field.Path);
    }

    static BadRequest UnknownField(Random random)
    {
        var parent = Pick(random, Objects);
        var name = new string([.. Enumerable.Range(0, 1 + random.Next(60)).Select(_ => (char)random.Next('a', 'z' + 1))]) + "_";
        var path = parent.Length == 0 ? name : $"{parent}.{name}";
        return Ranking($"unknown {path}", Example.With(path, Value(random, 0)), path);
    }

    static BadRequest FieldTwice(Random random)
    {
        // A new field with a mark for its name, so that it can be found in the text and named as one that is there.
        const string mark = "the field given twice stands here";
        var parent = Pick(random, Objects);
        var one = (parent.Length == 0 ? Example.Node() : Example.At(parent).AsObject()).ToArray();
        var (name, value) = Pick(random, one);
        var path = parent.Length == 0 ? name : $"{parent}.{name}";
        var again = random.Next(2) == 0 ? value?.ToJsonString() ?? "null" : Value(random, 0);
        var body = Example
            .With(parent.Length == 0 ? mark : $"{parent}.{mark}", again)
            .Replace(mark, random.Next(2) == 0 ? name : Escaped(name), StringComparison.Ordinal);
        return Ranking($"{path} twice", body, path);
    }

    static BadRequest LongList(Random random)
    {
        var field = Pick(random, Fields.All.Where(field => field.Kind is Kind.EnumList or Kind.ObjectList).ToArray());
        var item = random.Next(3) switch
        {
            0 => "null",
            1 => Value(random, 1),
            _ => Example.At(field.Path + "[0]").ToJsonString(),
        };
        var count = 51 + random.Next(300);
        return Ranking(
            $"{field.Path} with {count} items",
            Example.With(field.Path, $"[{string.Join(',', Enumerable.Repeat(item, count))}]"),
            field.Path
        );
    }

    static BadRequest CivilNumber(Random random)
    {
        var number =
            $"{random.Next(1, 29):00}{random.Next(1, 13):00}{random.Next(100):00}{Pick(random, ["", "-"])}{random.Next(10_000):0000}";
        var field = Pick(random, Fields.All);
        var (before, after) = (Pick(random, ["", "a", "SOF-", " "]), Pick(random, ["", "b", "/1", " "]));
        switch (random.Next(4))
        {
            case 0:
                var node = Example.Node();
                var parent = Pick(random, Objects);
                Example.Set(node, parent.Length == 0 ? number : $"{parent}.{number}", 1);
                return Ranking(
                    "a civil number for a name",
                    node.ToJsonString(),
                    parent.Length == 0 ? "[withheld name]" : $"{parent}.[withheld name]"
                ) with
                {
                    Secret = number,
                };
            case 1:
                return Ranking("a civil number for a key", Example.Json, "Idempotency-Key") with
                {
                    Headers = [("Idempotency-Key", number)],
                    Secret = number,
                };
            case 2:
                return Ranking("a civil number in the query", Example.Json, "top") with
                {
                    Path = $"/v1/rankings?top={number}",
                    Secret = number,
                };
            default:
                return Ranking($"a civil number in {field.Path}", Example.With(field.Path, $"\"{before}{number}{after}\""), field.Path) with
                {
                    Secret = number,
                };
        }
    }

    static BadRequest SeveralFaults(Random random)
    {
        var parents = Objects.Where(_ => random.Next(2) == 0).Append("child").Distinct().ToArray();
        var faults = parents
            .Select(parent => parent.Length == 0 ? "extra" : $"{parent}.extra")
            .Select(path => (path, "1"))
            .Append(("child.ageYears", "18"));
        return Ranking(
            "several faults",
            Example.With([.. faults]),
            random.Next(2) == 0 ? "child.ageYears"
                : Pick(random, parents) is { Length: > 0 } parent ? $"{parent}.extra"
                : "extra"
        );
    }

    static BadRequest Truncated(Random random)
    {
        var json = Example.Json.TrimEnd();
        return Ranking("cut short", json[..random.Next(json.Length)], "body");
    }

    // Without a case reference: no few changed bytes bring one back, so the request stays one to refuse.
    static BadRequest BytesChanged(Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(Example.Without("caseReference")).ToList();
        for (var changes = 1 + random.Next(8); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), random.Next(40)));
                    break;
            }
        }
        return Ranking("bytes changed", "") with { Body = [.. bytes] };
    }

    static BadRequest TypeChanged(Random random)
    {
        var type = Pick(
            random,
            [
                "",
                "text/plain",
                "application/jsonx",
                "application/xml",
                "application/json; charset=utf-7",
                "*/*",
                "application/json,application/json",
                "/",
                "application/",
                "application/json charset=utf-8",
                Letters(random),
            ]
        );
        return Ranking($"type {type}", Example.Json) with { ContentType = type };
    }

    static BadRequest HeaderChanged(Random random)
    {
        var name = Pick(
            random,
            [
                "Accept",
                "Accept-Language",
                "Accept-Encoding",
                "Content-Encoding",
                "Content-Language",
                "Range",
                "If-Match",
                "If-None-Match",
                "Origin",
                "Cookie",
                "X-Forwarded-For",
                "X-HTTP-Method-Override",
                "X-Original-URL",
                "Forwarded",
                "Idempotency-Key",
                "X-Api-Key",
                "Authorization",
                "traceparent",
                "baggage",
                "Access-Control-Request-Method",
                Letters(random),
            ]
        );
        var value = Pick(
            random,
            [
                "",
                "*",
                "0",
                ";;;,,,=",
                "\"",
                "en;q=9",
                "gzip, br;q=x",
                "bytes=-1--1",
                "æøå💩",
                "00-0-0-0",
                "null",
                new string('a', 5000),
                Letters(random),
            ]
        );
        return Ranking($"header {name}: {Shortened(value)}", Example.Without("child.ageYears")) with { Headers = [(name, value)] };
    }

    static BadRequest MethodOrPathChanged(Random random)
    {
        // Neither the path nor the query leads anywhere: what is there is open to GET, and a well-formed ranking is never sent.
        var path =
            Pick(random, ["/v1/rankings/", "/v1/placements/", "/v1/", "/health/", "/swagger/", "/"])
            + "no"
            + Uri.EscapeDataString(Letters(random))
            + Pick(
                random,
                ["", "/", "//", "/replay", "/availability", "/%2e%2e/x", "?a", "?top=1", "#x", "%ff", "%c0%af", ";a=b", "*", "+", "|", "~"]
            );
        var method = Pick(random, ["GET", "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X-Y", "get"]);
        return new BadRequest(
            $"{method} {path}",
            new HttpMethod(method),
            path,
            method is "GET" or "TRACE" ? null : Encoding.UTF8.GetBytes("{}")
        );
    }

    static BadRequest Garbage(Random random)
    {
        var bytes = new byte[random.Next(2000)];
        random.NextBytes(bytes);
        return Ranking("garbage", "", "body") with
        {
            Body = random.Next(3) switch
            {
                0 => bytes,
                1 => Encoding.UTF8.GetBytes(Value(random, 0) + "]"),
                _ => Encoding.UTF8.GetBytes(new string(Pick(random, ["[", "{\"a\":", "\"", "-", "1"])[0], random.Next(1, 60_000)) + "["),
            },
        };
    }

    static BadRequest Ranking(string what, string body, string? faulty = null) =>
        new(what, HttpMethod.Post, "/v1/rankings", Encoding.UTF8.GetBytes(body), faulty);

    static string Value(Random random, int depth) =>
        random.Next(depth > 3 ? 5 : 7) switch
        {
            0 => "null",
            1 => "true",
            2 => random.NextInt64().ToString(CultureInfo.InvariantCulture)[..3].Replace('-', '1'),
            3 => Text(random, 20),
            4 => "1e400",
            5 => $"[{Value(random, depth + 1)},{Value(random, depth + 1)}]",
            _ => $"{{\"a\":{Value(random, depth + 1)}}}",
        };

    /// <summary>A JSON text of odd characters that is no word of the contract.</summary>
    static string Text(Random random, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append(random.Next(3) == 0 ? Pick(random, Unicode) : ((char)random.Next('a', 'z' + 1)).ToString());
        return $"\"{Escaped(text.ToString() + "zz~")}\"";
    }

    static string Escaped(string text) => string.Concat(text.Select(letter => $"\\u{(int)letter:x4}"));

    static string Letters(Random random) => new([.. Enumerable.Range(0, 1 + random.Next(12)).Select(_ => (char)random.Next('a', 'z' + 1))]);

    static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
