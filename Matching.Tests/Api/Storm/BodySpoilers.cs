using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Matching.Tests.Api.Storm;

/// <summary>Ways to spoil a body that is in order: its values, its shape, its size, its encoding.</summary>
static class BodySpoilers
{
    const string Mark = "the value stands here";

    static readonly string[] Odd =
    [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "-0",
        "1.5",
        "1e400",
        "1E-400",
        "2147483648",
        "-9223372036854775809",
        "01",
        "+1",
        ".5",
        "NaN",
        "Infinity",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "[{}]",
        "{\"a\":1}",
        "\"\"",
        "\" \"",
        "\"null\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\u202egnp.exe\"",
        "\"\\ufeff\"",
        "\"💩\"",
        "\"e\\u0301\"",
        "\"\\u2028\"",
        "\"İ\"",
        "\"ﬀ\"",
        "\"\\u0661\"",
        "\"'; DROP TABLE log_entries; --\"",
        "\"../../etc/passwd\"",
        "\"<script>\"",
        "\"${jndi:ldap://x}\"",
        "\"{{7*7}}\"",
        "\"%00\"",
        "\"2026-02-30\"",
        "\"9999-12-31\"",
        "\"0001-01-01\"",
        "\"2026-11-22T00:00:00Z\"",
        "'single'",
        "undefined",
        "/*c*/1",
        "\"\\x41\"",
        "\"\t\"",
        "1,",
        "\"a\" \"b\"",
        "\"-\"",
        "\"*\"",
        "\"MILD\"",
        "\"none \"",
    ];

    public static readonly Action<Draft, Random>[] All =
    [
        Value,
        Value,
        Value,
        Value,
        UnknownField,
        FieldTwice,
        LongText,
        ManyItems,
        CivilNumber,
        Encoded,
        Encoded,
        Deep,
        Huge,
        Cut,
        BytesChanged,
        BytesChanged,
        NoObject,
    ];

    static void Value(Draft draft, Random random)
    {
        var odd = Odd[random.Next(Odd.Length)];
        Replace(draft, random, odd, $"a value that is {odd}");
    }

    static void UnknownField(Draft draft, Random random) =>
        Reshape(
            draft,
            random,
            (parent, _) =>
                parent[
                    random.Next(3) switch
                    {
                        0 => "x\u0000",
                        1 => new string('n', 500),
                        _ => "__proto__",
                    }
                ] = 1,
            "an unknown field"
        );

    static void FieldTwice(Draft draft, Random random)
    {
        var text = Encoding.UTF8.GetString(draft.Body!);
        var at = text.IndexOf('"');
        if (at < 0)
            return;
        var end = text.IndexOf('"', at + 1);
        draft.Body = Encoding.UTF8.GetBytes(text.Insert(at, $"{text[at..(end + 1)]}:{(random.Next(2) == 0 ? "null" : "{}")},"));
        draft.Spoil("a field twice");
    }

    static void LongText(Draft draft, Random random) =>
        Replace(draft, random, $"\"{new string((char)random.Next('a', 'z'), random.Next(65, 20_000))}\"", "a long text");

    static void ManyItems(Draft draft, Random random) =>
        Replace(
            draft,
            random,
            $"[{string.Join(',', Enumerable.Repeat(random.Next(2) == 0 ? "{}" : "\"sexual\"", random.Next(51, 3_000)))}]",
            "a long list"
        );

    static void CivilNumber(Draft draft, Random random)
    {
        var number = Numbers.Civil(random);
        draft.Secret = number;
        if (random.Next(4) == 0)
            Reshape(draft, random, (parent, _) => parent[number] = 1, "a civil registration number for a name");
        else
            Replace(
                draft,
                random,
                random.Next(3) == 0 && !number.Contains('-', StringComparison.Ordinal) && number[0] != '0' ? number : $"\"x {number} x\"",
                "a civil registration number"
            );
    }

    static void Encoded(Draft draft, Random random)
    {
        var text = Encoding.UTF8.GetString(draft.Body!);
        switch (random.Next(8))
        {
            case 0:
                (draft.Body, _) = (Encoding.Unicode.GetBytes(text), 0);
                draft.Spoil("UTF-16");
                break;
            case 1:
                draft.Body = [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)];
                draft.SetHeader("Content-Type", "application/json; charset=utf-16");
                draft.Spoil("UTF-16 said to be so");
                break;
            case 2:
                draft.Body = [0xEF, 0xBB, 0xBF, .. draft.Body!];
                draft.Spoil("a byte order mark");
                break;
            case 3:
                draft.Body = Zipped(draft.Body!);
                draft.Spoil("gzip without saying so");
                break;
            case 4:
                draft.Body = Zipped(draft.Body!);
                draft.Headers.Add(("Content-Encoding", "gzip"));
                draft.Spoil("gzip");
                break;
            case 5:
                draft.Body = Encoding.UTF32.GetBytes(text);
                draft.Spoil("UTF-32");
                break;
            default:
                byte[][] broken =
                [
                    [0xC0, 0xAF],
                    [0xED, 0xA0, 0x80],
                    [0xFF],
                    [0xF8, 0x88, 0x80, 0x80, 0x80],
                    [0xE2, 0x82],
                    [0x80],
                ];
                var at = random.Next(draft.Body!.Length);
                draft.Body = [.. draft.Body[..at], .. broken[random.Next(broken.Length)], .. draft.Body[at..]];
                draft.Spoil("bytes that are not UTF-8");
                break;
        }
    }

    static void Deep(Draft draft, Random random)
    {
        var depth = random.Next(4) == 0 ? random.Next(30_000, 100_000) : random.Next(29, 70);
        Replace(
            draft,
            random,
            random.Next(2) == 0
                ? new string('[', depth) + new string(']', depth)
                : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth),
            $"{depth} deep"
        );
    }

    static void Huge(Draft draft, Random random)
    {
        // Rare: what it costs to send must not hide what it costs to answer.
        if (random.Next(12) > 0)
        {
            Replace(draft, random, new string('9', random.Next(20, 5_000)), "a long number");
            return;
        }
        var size = random.Next(200_000, 400_000);
        Replace(draft, random, $"\"{new string('h', size)}\"", "hundreds of kilobytes");
        draft.EndsConnection = true;
    }

    static void Cut(Draft draft, Random random)
    {
        draft.Body = draft.Body![..random.Next(draft.Body.Length)];
        draft.Spoil("a body cut short");
    }

    static void BytesChanged(Draft draft, Random random)
    {
        for (var changes = 1 + random.Next(6); changes > 0; changes--)
            draft.Body![random.Next(draft.Body.Length)] ^= (byte)(1 << random.Next(8));
        draft.Spoil("bytes changed");
    }

    static void NoObject(Draft draft, Random random)
    {
        string[] bodies =
        [
            "",
            " ",
            "null",
            "[]",
            "\"\"",
            "0",
            "{",
            "}",
            "{}{}",
            "{}\0",
            "<xml/>",
            "a=b",
            "\ufeff",
            "[{}]",
            "{},",
            "{\"a\"}",
            "{\"a\":}",
            "{'a':1}",
        ];
        draft.Body = Encoding.UTF8.GetBytes(bodies[random.Next(bodies.Length)]);
        draft.Spoil("no object");
    }

    /// <summary>Puts JSON, valid or not, in place of a value somewhere in the body.</summary>
    static void Replace(Draft draft, Random random, string json, string what)
    {
        string? at = null;
        Reshape(
            draft,
            random,
            (parent, name) =>
            {
                parent[name] = Mark;
                at = name;
            },
            what
        );
        if (at is not null)
            draft.Body = Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(draft.Body!).Replace($"\"{Mark}\"", json, StringComparison.Ordinal)
            );
    }

    static void Reshape(Draft draft, Random random, Action<JsonObject, string> change, string what)
    {
        var root = JsonNode.Parse(draft.Body!)!.AsObject();
        if (root.Count == 0)
            return;
        var parent = root;
        while (true)
        {
            var (name, value) = parent.ElementAt(random.Next(parent.Count));
            var inside = value as JsonObject ?? (value as JsonArray)?.OfType<JsonObject>().FirstOrDefault();
            if (inside is { Count: > 0 } && random.Next(4) > 0)
            {
                parent = inside;
                continue;
            }
            change(parent, name);
            draft.Body = JsonSerializer.SerializeToUtf8Bytes(root);
            draft.Spoil($"{what} at {name}");
            return;
        }
    }

    static byte[] Zipped(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            zip.Write(body);
        return packed.ToArray();
    }
}
