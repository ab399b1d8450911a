using System.Globalization;
using System.Text;

namespace Matching.Tests.Api.Storm;

/// <summary>Ways to spoil everything before the body: the method, the address, the headers, and how the body is framed.</summary>
static class HeadSpoilers
{
    static readonly string[] OddValues =
    [
        "",
        "*",
        "0",
        "-1",
        ";;;,,,=",
        "\"",
        "en;q=9",
        "gzip, br;q=x",
        "bytes=-1--1",
        "\u00e6\u00f8\u00e5",
        "\u00ff\u00fe",
        "💩",
        "00-0-0-0",
        "null",
        "a,b",
        "da, en;q=0.5, *;q=0",
        "100-continue",
        "${x}",
        "<b>",
        "x\ty",
    ];

    static readonly string[] HeaderNames =
    [
        "Accept",
        "Accept-Language",
        "Accept-Encoding",
        "Accept-Charset",
        "Content-Encoding",
        "Content-Language",
        "Content-MD5",
        "Range",
        "If-Match",
        "If-None-Match",
        "If-Modified-Since",
        "Origin",
        "Referer",
        "Cookie",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "Forwarded",
        "X-HTTP-Method-Override",
        "X-Method-Override",
        "X-Original-URL",
        "X-Rewrite-URL",
        "Authorization",
        "traceparent",
        "tracestate",
        "baggage",
        "Access-Control-Request-Method",
        "Upgrade-Insecure-Requests",
        "Via",
        "Max-Forwards",
        "Proxy-Authorization",
        "Keep-Alive",
        "TE",
        "Trailer",
        "Date",
        "From",
        "Early-Data",
        "User-Agent",
        "Priority",
    ];

    public static readonly Action<Draft, Random>[] All =
    [
        OddHeader,
        OddHeader,
        OddHeader,
        Key,
        ContentType,
        Purpose,
        Purpose,
        Idempotency,
        Idempotency,
        Repeated,
        Large,
        Broken,
        Length,
        Chunked,
        Chunked,
        Method,
        Path,
        Path,
        Path,
        Query,
        Query,
        Form,
        Version,
        MethodOverride,
    ];

    static void OddHeader(Draft draft, Random random)
    {
        var (name, value) = (Pick(random, HeaderNames), Pick(random, OddValues));
        draft.Headers.Add((name, value));
        draft.Spoil($"{name}: {value}", Trust.Strange);
    }

    static void MethodOverride(Draft draft, Random random)
    {
        draft.Headers.Add(
            (Pick(random, ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]), Pick(random, ["DELETE", "PUT", "GET"]))
        );
        draft.Spoil("a method to override");
    }

    static void Key(Draft draft, Random random)
    {
        draft.SetHeader(
            "X-Api-Key",
            Pick(
                random,
                [
                    "",
                    "wrong",
                    "key-of-all,key-of-all",
                    "KEY-OF-ALL",
                    "key-of-auditor",
                    "key-of-analyst",
                    "\u00e6",
                    new string('k', 5_000),
                    "key-of-all\t",
                    "null",
                ]
            )
        );
        draft.Spoil("another key");
    }

    static void ContentType(Draft draft, Random random)
    {
        draft.SetHeader(
            "Content-Type",
            Pick(
                random,
                [
                    "",
                    "text/plain",
                    "application/jsonx",
                    "application/json; charset=utf-7",
                    "*/*",
                    "application/json,application/json",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "/",
                    ";",
                    "application/json; charset=\"utf-8\"",
                    "APPLICATION/JSON",
                    "application/json;" + new string(' ', 500),
                ]
            )
        );
        draft.Spoil("another type");
    }

    static void Purpose(Draft draft, Random random) => Abuse(draft, random, "X-Purpose");

    static void Idempotency(Draft draft, Random random)
    {
        draft.IdempotencyKey = null;
        Abuse(draft, random, "Idempotency-Key");
    }

    static void Abuse(Draft draft, Random random, string header)
    {
        var value = random.Next(8) switch
        {
            0 => "",
            1 => new string('p', random.Next(200, 1_000)),
            2 => "\u00ff\u0080",
            3 => "æøå 💩",
            4 => "a\tb",
            5 => draft.Secret = Numbers.Civil(random),
            6 => "x " + (draft.Secret = Numbers.Civil(random)) + " y",
            _ => "%0d%0aSet-Cookie: a=b",
        };
        draft.SetHeader(header, value);
        if (random.Next(4) == 0)
            draft.Headers.Add((header, "twice"));
        draft.Spoil($"{header}: {value}");
    }

    static void Repeated(Draft draft, Random random)
    {
        var (name, value) = draft.Headers[random.Next(draft.Headers.Count)];
        draft.Headers.Add((random.Next(2) == 0 ? name : name.ToUpperInvariant(), random.Next(2) == 0 ? value : value + "x"));
        draft.Spoil($"{name} twice", name == "Host" ? Trust.Malformed : Trust.Strange);
    }

    static void Large(Draft draft, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                draft.Headers.Add(("X-Large", new string('l', random.Next(33_000, 60_000))));
                draft.Spoil("a header of more than 32 KiB", Trust.Malformed);
                break;
            case 1:
                for (var i = random.Next(70, 200); i > 0; i--)
                    draft.Headers.Add(($"X-{i}", "v"));
                draft.Spoil("too many headers", Trust.Malformed);
                break;
            case 2:
                draft.Target +=
                    (draft.Target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + new string('q', random.Next(8_300, 20_000));
                draft.Spoil("a request line of more than 8 KiB", Trust.Malformed);
                break;
            default:
                draft.Headers.Add(("X-Large", new string('l', random.Next(5_000, 20_000))));
                draft.Spoil("a large header");
                break;
        }
    }

    static void Broken(Draft draft, Random random)
    {
        var (name, value) = random.Next(9) switch
        {
            0 => ("Bad Name", "v"),
            1 => ("X-Nul", "a\0b"),
            2 => ("X-Folded", "a\r\n b"),
            3 => ("X-Space ", "v"),
            4 => ("", "v"),
            5 => ("X-Cr", "a\rb"),
            6 => ("X-Latin", "\u0080\u00a9"),
            7 => ("X\u00e6", "v"),
            _ => ("No-Colon\r\nX", "v"),
        };
        if (random.Next(3) == 0)
            value = draft.Secret = Numbers.Civil(random);
        draft.Headers.Add((name, value));
        draft.Spoil("a malformed header", Trust.Malformed);
    }

    static void Length(Draft draft, Random random)
    {
        draft.Body ??= [];
        draft.ContentLength = random.Next(9) switch
        {
            0 => "-1",
            1 => "+1",
            2 => "0x10",
            3 => "99999999999999999999",
            4 => $"{draft.Body.Length + 1 + random.Next(100)}",
            5 => $"{Math.Max(0, draft.Body.Length - 1 - random.Next(100))}",
            6 => $"{draft.Body.Length}, {draft.Body.Length}",
            7 => $"{draft.Body.Length}\r\nContent-Length: {draft.Body.Length + 1}",
            _ => "",
        };
        draft.WaitsForMore =
            int.TryParse(draft.ContentLength, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said > draft.Body.Length;
        draft.Spoil($"Content-Length: {draft.ContentLength}", Trust.Malformed);
    }

    static void Chunked(Draft draft, Random random)
    {
        draft.Body ??= [];
        draft.HasNoLength = true;
        draft.Headers.Add(("Transfer-Encoding", "chunked"));
        using var framed = new MemoryStream();
        void Line(string text) => framed.Write(Encoding.Latin1.GetBytes(text + "\r\n"));
        void Chunk(ReadOnlySpan<byte> part, string extension = "")
        {
            Line(part.Length.ToString(random.Next(2) == 0 ? "x" : "X", CultureInfo.InvariantCulture) + extension);
            framed.Write(part);
            Line("");
        }
        void All(int size, string extension = "")
        {
            for (var at = 0; at < draft.Body!.Length; at += size)
                Chunk(draft.Body.AsSpan(at, Math.Min(size, draft.Body.Length - at)), extension);
        }

        switch (random.Next(10))
        {
            case 0:
                All(1 + random.Next(7));
                Line("0\r\n");
                draft.Spoil("in small chunks");
                break;
            case 1:
                All(1_000, ";name=\"value\"");
                Line("0;last\r\n");
                draft.Spoil("chunks with extensions", Trust.Strange);
                break;
            case 2:
                All(1_000);
                Line("0");
                Line("X-Api-Key: key-of-auditor");
                Line("");
                draft.Spoil("a trailer with a key", Trust.Strange);
                break;
            case 3:
                All(1_000);
                draft.WaitsForMore = true;
                draft.Spoil("no last chunk", Trust.Malformed);
                break;
            case 4:
                Line("xyz");
                draft.Spoil("a chunk of no size", Trust.Malformed);
                break;
            case 5:
                Line("ffffffffffffffffffff");
                draft.Spoil("a chunk without end", Trust.Malformed);
                break;
            case 6:
                Line("-5");
                draft.Spoil("a chunk below nothing", Trust.Malformed);
                break;
            case 7:
                draft.HasNoLength = false;
                All(1_000);
                Line("0\r\n");
                draft.Spoil("chunks and a length", Trust.Malformed);
                break;
            case 8:
                draft.SetHeader(
                    "Transfer-Encoding",
                    Pick(random, ["gzip", "chunked, chunked", "identity", "chunked;q=1", "xchunked", " chunked"])
                );
                All(1_000);
                Line("0\r\n");
                draft.Spoil("another transfer encoding", Trust.Malformed);
                break;
            default:
                All(1_000);
                framed.Write("0\r\n\r\nGET /v1/placements HTTP/1.1\r\nHost: smuggled\r\n\r\n"u8);
                draft.Spoil("a request behind the last chunk", Trust.Strange);
                draft.EndsConnection = true;
                break;
        }
        draft.Framed = framed.ToArray();
    }

    static void Method(Draft draft, Random random)
    {
        draft.Method = Pick(
            random,
            [
                "HEAD",
                "HEAD",
                "OPTIONS",
                "PATCH",
                "TRACE",
                "PROPFIND",
                "QUERY",
                "get",
                "Post",
                "X-Y",
                "DELETE",
                "PUT",
                "GET",
                "POST",
                "M" + new string('M', 100),
            ]
        );
        draft.Spoil($"method {draft.Method}", Trust.Strange);
    }

    static void Path(Draft draft, Random random)
    {
        var path = draft.Target.Split('?')[0];
        if (random.Next(3) == 0)
            path =
                "/v1/cases/"
                + Uri.EscapeDataString(draft.Secret = Numbers.Civil(random))
                + Pick(random, ["", "/access-log", "/team", "/erasure"]);
        draft.Target = random.Next(16) switch
        {
            0 => path + "/",
            1 => "/" + path,
            2 => path.ToUpperInvariant(),
            3 => "/x/.." + path,
            4 => "/%2e%2e" + path,
            5 => path + "%00",
            6 => path + "%ff",
            7 => path + "%c0%af",
            8 => path + ";a=b",
            9 => path + "%2F..%2F",
            10 => path + "/" + Uri.EscapeDataString("\ud83d\udca9\u202e\u0000"),
            11 => path.Replace("v1", "v1%2f", StringComparison.Ordinal),
            12 => path + "%",
            13 => path + "%zz%u0041",
            14 => path[..^1] + new string('a', random.Next(64, 2_000)),
            _ => path + "\\..\\",
        };
        draft.Spoil($"address {draft.Target}", Trust.Strange);
    }

    static void Query(Draft draft, Random random)
    {
        var query = random.Next(14) switch
        {
            0 => "top=0",
            1 => "top=-1",
            2 => "top=1&top=2",
            3 => "top=9999999999999999999",
            4 => "top=%D9%A1",
            5 => "TOP=1",
            6 => "top[]=1",
            7 => "top=1%00",
            8 => "top=" + (draft.Secret = Numbers.Civil(random)),
            9 => (draft.Secret = Numbers.Civil(random)) + "=1",
            10 => string.Join('&', Enumerable.Range(0, random.Next(2, 1_500)).Select(i => $"a{i}")),
            11 => "size=0&from=-1&to=x",
            12 => "&&&=&=",
            _ => "from=1&to=9223372036854775807&size=9223372036854775808&top=%",
        };
        draft.Target = $"{draft.Target.Split('?')[0]}?{query}";
        draft.Spoil($"query {query[..Math.Min(60, query.Length)]}", Trust.Strange);
    }

    static void Form(Draft draft, Random random)
    {
        var path = draft.Target;
        (draft.Target, var trust) = random.Next(8) switch
        {
            0 => ($"http://127.0.0.1{path}", Trust.Malformed),
            1 => ($"http://elsewhere.example{path}", Trust.Malformed),
            2 => ("*", Trust.Malformed),
            3 => ("127.0.0.1:80", Trust.Malformed),
            4 => (path + "#fragment", Trust.Malformed),
            5 => (path.TrimStart('/'), Trust.Malformed),
            6 => (path + "\u00e6\u00ff", Trust.Malformed),
            _ => (path + " more", Trust.Malformed),
        };
        draft.Spoil($"target {draft.Target}", trust);
    }

    static void Version(Draft draft, Random random)
    {
        draft.Version = Pick(random, ["HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "HTTP/9.9", "HTTP/1.1 ", "http/1.1", "FTP/1.1", ""]);
        draft.Spoil($"version {draft.Version}", Trust.Malformed);
    }

    static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
