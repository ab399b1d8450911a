using System.Net;
using System.Text.Json;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Matching.Tests.Api.Telemetry;

/// <summary>The log as lines of JSON, as a collector of logs reads it.</summary>
[NonParallelizable] // Replaces the console of the process.
public sealed class LogLinesTests
{
    const string Secret = "SECRET-CASE-78";

    [Test]
    public async Task Every_line_of_a_failing_request_is_json_with_the_trace_id_of_its_answer_and_nothing_of_the_child()
    {
        var folder = TemporaryStore.NewFolder();
        var before = Console.Out;
        var lines = new StringWriter();
        Reply failed;
        string trace;
        try
        {
            Console.SetOut(TextWriter.Synchronized(lines));
            await using var service = await LiveService.StartOnAsync(
                folder,
                "--Logging:Console:FormatterName=json",
                "--Logging:Console:LogLevel:Default=Information"
            );
            await service.RankAsync(Example.With("caseReference", $"\"{Secret}\""));
            service.Tamper("UPDATE log_entries SET payload = x'00'");
            failed = await service.GetAsync($"/v1/cases/{Secret}/access-log");
            trace = failed.Json.GetProperty("traceId").GetString()!;
        }
        finally
        {
            Console.SetOut(before);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        var text = lines.ToString();
        var entries = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .ToList();
        var failure = entries.Single(entry => entry.GetProperty("LogLevel").GetString() == "Error");
        Assert.That(failed.Status, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(trace, Does.Match("^[0-9a-f]{32}$"));
        Assert.That(
            failure.GetProperty("Scopes").EnumerateArray().Select(scope => scope.GetProperty("TraceId").GetString()),
            Is.EqualTo(new[] { trace })
        );
        Assert.That(text, Does.Not.Contain(Secret));
    }

    [Test]
    public async Task A_request_that_is_answered_or_refused_logs_nothing_below_a_warning_however_much_is_asked_for()
    {
        var rolesFile = Path.Combine(Path.GetTempPath(), $"matching-roles-{Guid.NewGuid()}.json");
        await File.WriteAllTextAsync(rolesFile, """{ "groups": { "visitation-north": { "roles": ["visitator"], "teams": ["*"] } } }""");
        await using var issuer = await TestIssuer.StartAsync();
        await using var service = await LiveService.StartAsync([
            .. issuer.Settings(rolesFile),
            "--Logging:LogLevel:Default=Trace",
            "--Logging:LogLevel:Matching.Api.Security=Trace",
        ]);
        File.Delete(rolesFile);
        var replies = new[]
        {
            await service.GetAsync("/v1/placements", caller: ""),
            await service.GetWithKeyAsync("/v1/placements", "wrong"),
            await WithTokenAsync(service, "wrong"),
            await WithTokenAsync(service, issuer.Token()),
            await service.GetAsync("/v1/keys", caller: "analyst"),
            await service.GetAsync("/v1/nothing"),
            await service.RankAsync("{}"),
            await service.RankAsync(Example.Json),
            await service.GetAsync("/health/ready", caller: ""),
        };
        Assert.That(replies.Select(reply => (int)reply.Status), Is.EqualTo(new[] { 401, 401, 401, 200, 403, 404, 400, 201, 200 }));
        Assert.That(service.Log.Below(LogLevel.Warning), Is.Empty);
    }

    static Task<Reply> WithTokenAsync(LiveService service, string token) =>
        service.SendAsync(
            HttpMethod.Get,
            "/v1/placements",
            caller: "",
            change: request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}")
        );
}
