using System.Net;
using System.Text;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>Bodies that are no request at all, types that are not JSON, and sizes beyond the limit.</summary>
public sealed class BodyTests
{
    const int MostBytes = 256 * 1024;
    const string ByteOrderMark = "\uFEFF";

    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    public static IEnumerable<TestCaseData> NotAnObjectInJson =>
        new (string Name, string Body)[]
        {
            ("nothing", ""),
            ("white space", " \r\n\t"),
            ("null", "null"),
            ("a list", $"[{Example.Json}]"),
            ("a text", "\"{}\""),
            ("a number", "15"),
            ("trailing garbage", Example.Json + "x"),
            ("two objects", Example.Json + Example.Json),
            ("trailing comma", Example.Json.TrimEnd()[..^1] + ",}"),
            ("a comment before", "// a request\n" + Example.Json),
            ("a comment inside", Example.Json.Replace("\"mode\"", "/* how */ \"mode\"", StringComparison.Ordinal)),
            ("single quotes", Example.Json.Replace('"', '\'')),
            ("bare names", Example.Json.Replace("\"mode\"", "mode", StringComparison.Ordinal)),
            ("not a number", Example.With("child.ageYears", "NaN")),
            ("infinity", Example.With("child.ageYears", "Infinity")),
            ("a leading zero", Example.With("child.ageYears", "015")),
            ("a leading plus", Example.With("child.ageYears", "+15")),
            ("a bare point", Example.With("child.ageYears", "15.")),
            ("hexadecimal", Example.With("child.ageYears", "0xF")),
            ("True", Example.With("child.fireSetting", "True")),
            ("a raw line break in a text", Example.With("caseReference", "\"a\nb\"")),
            ("a raw NUL in a text", Example.With("caseReference", "\"a\0b\"")),
            ("a NUL at the end", Example.Json + "\0"),
            ("a bad escape", Example.With("caseReference", "\"\\x41\"")),
            ("half an escape", Example.With("caseReference", "\"\\u12\"")),
            ("a byte order mark alone", ByteOrderMark),
            ("two byte order marks", ByteOrderMark + ByteOrderMark + Example.Json),
            ("a byte order mark inside", Example.Json.Insert(1, ByteOrderMark)),
            ("a form", "caseReference=a&child.ageYears=15"),
            ("XML", "<request><caseReference>a</caseReference></request>"),
            ("deep lists", new string('[', 40) + new string(']', 40)),
            (
                "deep objects in a field",
                Example.With("child.crime", string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40))
            ),
            ("hundred thousand brackets", new string('[', 100_000)),
        }.Select(one => new TestCaseData(one.Body) { TestName = $"{nameof(A_body_that_is_no_object_in_JSON_is_refused)}: {one.Name}" });

    [TestCaseSource(nameof(NotAnObjectInJson))]
    public async Task A_body_that_is_no_object_in_JSON_is_refused(string body)
    {
        var entries = await service.EntriesAsync();
        var reply = await service.RankAsync(body);
        Assert.That(
            (reply.Status, reply.FaultAsProblem(), string.Join(' ', reply.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, "body")),
            reply.Text
        );
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    [Test]
    public async Task A_body_behind_a_byte_order_mark_is_the_body()
    {
        var (plain, marked) = (await service.RankAsync(Example.Json), await service.RankAsync(ByteOrderMark + Example.Json));
        Assert.That((marked.Status, marked.WithoutIdAndTime), Is.EqualTo((HttpStatusCode.Created, plain.WithoutIdAndTime)));
    }

    [TestCase("{", 1, 2)]
    [TestCase("{}x", 1, 3)]
    [TestCase("{\n  \"mode\": rules\n}", 2, 11)]
    [TestCase("{\r\n\t\"mode\": 'rules'\r\n}", 2, 10)]
    [TestCase("{\n \"æøå\": 1 2}", 2, 11)]
    [TestCase("{\n \"💩\": x}", 2, 8)]
    [TestCase(ByteOrderMark + "{x", 1, 2)]
    [TestCase("{ \"child\": {\n\n", 3, 1)]
    [TestCase("{ \"child\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 1, 0)]
    public async Task JSON_that_breaks_off_is_told_by_line_and_column(string body, int line, int column)
    {
        var (danish, english) = (await service.RankAsync(body, language: "da"), await service.RankAsync(body, language: "en"));
        Assert.That(
            (MessageOf(danish), MessageOf(english)),
            Is.EqualTo(
                column == 0
                    ? ("har mere end 32 niveauer inden i hinanden", "is nested deeper than 32")
                    : ($"er ikke gyldig JSON i linje {line}, kolonne {column}", $"is not valid JSON at line {line}, column {column}")
            )
        );
    }

    [TestCase(32, "must be an object")]
    [TestCase(33, "is nested deeper than 32")]
    public async Task Depth_is_told_from_what_is_broken(int depth, string message)
    {
        var reply = await service.RankAsync(new string('[', depth) + new string(']', depth), language: "en");
        Assert.That(MessageOf(reply), Is.EqualTo(message));
    }

    [TestCase(new byte[] { 0x80 })]
    [TestCase(new byte[] { 0xC3 })]
    [TestCase(new byte[] { 0xC0, 0xAF })]
    [TestCase(new byte[] { 0xED, 0xA0, 0x80 })]
    [TestCase(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [TestCase(new byte[] { 0xFF, 0xFE })]
    [TestCase(new byte[] { 0xE6 })]
    public async Task Bytes_that_are_not_UTF8_are_refused_wherever_they_are(byte[] wrong)
    {
        var json = Encoding.UTF8.GetBytes(Example.Json);
        var at = Example.Json.IndexOf("SOF", StringComparison.Ordinal);
        foreach (var body in new byte[][] { [.. json[..at], .. wrong, .. json[at..]], [.. json, .. wrong], [.. wrong, .. json] })
        {
            var reply = await service.SendAsync(HttpMethod.Post, "/v1/rankings", LiveService.Content(body));
            Assert.That(
                (reply.Status, reply.FaultAsProblem(), string.Join(' ', reply.FaultyFields)),
                Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, "body"))
            );
        }
    }

    [TestCase("utf-16")]
    [TestCase("utf-32")]
    public async Task Other_encodings_are_refused(string encoding)
    {
        var reply = await service.SendAsync(
            HttpMethod.Post,
            "/v1/rankings",
            LiveService.Content(Encoding.GetEncoding(encoding).GetBytes(Example.Json))
        );
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null)));
    }

    [TestCase("\\ud800")]
    [TestCase("\\udc00\\ud800")]
    [TestCase("a\\ud83d")]
    public async Task Half_a_character_in_a_name_is_an_unknown_field(string name)
    {
        var reply = await service.RankAsync(
            Example.Json.Replace("\"child\": {", $"\"child\": {{ \"{name}\": 1, ", StringComparison.Ordinal)
        );
        Assert.That(
            (reply.Status, reply.FaultAsProblem(), reply.FaultyFields.Length),
            Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, 1))
        );
        Assert.That(reply.FaultyFields.Single(), Does.StartWith("child."));
    }

    [TestCase("__proto__")]
    [TestCase("$type")]
    [TestCase("")]
    [TestCase("child.ageYears")]
    [TestCase("</script>")]
    [TestCase("\\u0000\\u202e\\n")]
    public async Task A_field_of_any_name_is_refused_at_any_depth(string name)
    {
        foreach (var at in new[] { "{", "\"child\": {", "\"absconding\": {", "\"placements\": [ {", "\"legal\": {" })
        {
            var place = Example.Json.IndexOf(at, StringComparison.Ordinal) + at.Length;
            var reply = await service.RankAsync(Example.Json.Insert(place, $" \"{name}\": {{\"a\":[1]}},"));
            Assert.That(
                (reply.Status, reply.FaultAsProblem(), reply.FaultyFields.Length),
                Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, 1)),
                reply.Text
            );
        }
    }

    [TestCase("application/json")]
    [TestCase("application/json; charset=utf-8")]
    [TestCase("application/json;charset=\"UTF-8\"")]
    [TestCase("APPLICATION/JSON")]
    [TestCase("application/json; version=1")]
    public async Task JSON_in_UTF8_is_read_however_its_type_is_spelt(string type)
    {
        var reply = await service.SendAsync(HttpMethod.Post, "/v1/rankings", LiveService.Content("{}"u8.ToArray(), type));
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("")]
    [TestCase("text/plain")]
    [TestCase("text/json")]
    [TestCase("application/xml")]
    [TestCase("application/problem+json")]
    [TestCase("application/json-patch+json")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("application/json; charset=utf-16")]
    [TestCase("application/json; charset=iso-8859-1")]
    [TestCase("application/json, text/plain")]
    [TestCase("json")]
    [TestCase(";")]
    public async Task Another_type_is_refused_and_not_guessed_at(string type)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/v1/rankings"), (HttpMethod.Put, "/v1/placements/nexus/availability") })
        {
            var reply = await service.SendAsync(method, path, LiveService.Content(Encoding.UTF8.GetBytes(Example.Json), type));
            Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.UnsupportedMediaType, (string?)null)));
        }
    }

    [Test]
    public async Task A_body_as_large_as_allowed_is_read_and_one_byte_more_is_not([Values] bool chunked)
    {
        var entries = await service.EntriesAsync();
        foreach (
            var (size, expected) in new[]
            {
                (MostBytes, HttpStatusCode.Created),
                (MostBytes + 1, HttpStatusCode.RequestEntityTooLarge),
                (300 * 1024, HttpStatusCode.RequestEntityTooLarge),
            }
        )
        {
            var reply = await service.SendAsync(
                HttpMethod.Post,
                "/v1/rankings",
                LiveService.Content(Example.Json.PadRight(size)),
                change: request => request.Headers.TransferEncodingChunked = chunked
            );
            Assert.That(
                (reply.Status, expected == HttpStatusCode.Created ? null : reply.FaultAsProblem()),
                Is.EqualTo((expected, (string?)null))
            );
        }
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries + 1));
        Assert.That(service.Log.Faults, Is.Empty);
    }

    [TestCase(2)]
    [TestCase(40)]
    public async Task A_body_far_too_large_is_answered_before_the_connection_ends(int megabytes)
    {
        var head = Head("POST", "/v1/rankings", $"Content-Type: application/json\r\nContent-Length: {megabytes * 1024 * 1024}\r\n");
        var answer = await RawHttp.SendAsync(service.Address, head, new byte[megabytes * 1024 * 1024]);
        Assert.That(answer, Does.StartWith("HTTP/1.1 413 ").And.Contain("application/problem+json"));
    }

    [Test]
    public async Task A_body_in_single_bytes_is_read_like_any_other()
    {
        var chunks = string.Concat(Example.Json.Select(letter => $"1\r\n{letter}\r\n")) + "0\r\n\r\n";
        var answer = await RawHttp.SendAsync(
            service.Address,
            Head("POST", "/v1/rankings", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") + chunks
        );
        Assert.That(answer, Does.StartWith("HTTP/1.1 201 "));
    }

    [Test]
    public async Task A_post_without_any_body_is_told_that_one_is_required()
    {
        var answer = await RawHttp.SendAsync(service.Address, Head("POST", "/v1/rankings", "Content-Type: application/json\r\n"));
        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").And.Contain("application/problem+json").And.Contain("\"body\""));
    }

    [Test]
    public async Task Broken_chunks_are_answered_with_a_problem()
    {
        var answer = await RawHttp.SendAsync(
            service.Address,
            Head("POST", "/v1/rankings", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") + "zz\r\n{}\r\n0\r\n\r\n"
        );
        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").And.Contain("application/problem+json").And.Contain("nosniff"));
    }

    [TestCase("Idempotency-Key", "HTTP/1.1 400 ")]
    [TestCase("X-Api-Key", "HTTP/1.1 401 ")]
    [TestCase("Accept-Language", "HTTP/1.1 400 ")]
    [TestCase("Content-Type", "HTTP/1.1 415 ")]
    [TestCase("X-Other", "HTTP/1.1 400 ")]
    public async Task A_header_in_Latin_1_is_answered_with_a_problem(string header, string expected)
    {
        var key = header == "X-Api-Key" ? "" : $"X-Api-Key: {LiveService.KeyOf(LiveService.All)}\r\n";
        var type = header == "Content-Type" ? "" : "Content-Type: application/json\r\n";
        var answer = await RawHttp.SendAsync(
            service.Address,
            $"POST /v1/rankings HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{key}{type}{header}: "
                + $"\u00e6\u00f8\u00e5\r\nContent-Length: 2\r\n\r\n{{}}"
        );
        Assert.That(answer, Does.StartWith(expected).And.Contain("application/problem+json"));
    }

    static string? MessageOf(Reply reply) => reply.Json.GetProperty("errors").GetProperty("body").EnumerateArray().Single().GetString();

    static string Head(string method, string path, string headers) =>
        $"{method} {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\nX-Api-Key: {LiveService.KeyOf(LiveService.All)}\r\n{headers}\r\n";
}
