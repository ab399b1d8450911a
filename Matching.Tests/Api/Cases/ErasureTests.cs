using System.Net;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Cases;

/// <summary>A case's key is destroyed: nobody reads it again, the log stays whole, and what must be kept is not erased.</summary>
[OnEachStore]
public sealed class ErasureTests
{
    const string Case = $"/v1/cases/{Example.CaseReference}";

    LiveService service = null!;
    string data = "";

    [SetUp]
    public async Task Start()
    {
        data = TemporaryStore.NewFolder();
        CopyData(data, months: 0);
        service = await LiveService.StartAsync($"--DataFolder={data}");
    }

    [TearDown]
    public async Task Stop()
    {
        await service.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task An_erased_case_is_gone_for_everyone_and_the_log_is_intact()
    {
        var erased = await service.RankAsync(Example.Json, idempotencyKey: "erased");
        var kept = await service.RankAsync(Example.With("caseReference", "\"KEPT-1\""));
        await service.GetAsync($"/v1/rankings/{erased.RankingId}");

        var erasure = await EraseAsync();
        Assert.That(erasure.Status, Is.EqualTo(HttpStatusCode.OK), erasure.Text);

        for (var start = 0; start < 2; start++)
        {
            var gone = new[]
            {
                await service.GetAsync($"/v1/rankings/{erased.RankingId}"),
                await service.ReplayAsync(erased.RankingId),
                await service.RankAsync(Example.Json, idempotencyKey: "erased"),
            };
            Assert.That(gone.Select(reply => (reply.Status, reply.FaultAsProblem())), Is.All.EqualTo((HttpStatusCode.Gone, (string?)null)));
            Assert.That((await service.GetAsync(Case)).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await service.GetAsync($"{Case}/access-log")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await service.GetAsync($"/v1/rankings/{kept.RankingId}")).Text, Is.EqualTo(kept.Text));
            service = await service.RestartAsync();
        }
        var verification = (await service.GetAsync("/v1/audit/verification")).Json;
        Assert.That(verification.GetProperty("intact").GetBoolean(), Is.True, verification.GetRawText());
    }

    [Test]
    public async Task A_reference_that_was_erased_may_begin_anew_and_nothing_old_comes_back()
    {
        var old = await service.RankAsync(Example.Json);
        await EraseAsync();
        var begun = await service.RankAsync(Example.Json);
        Assert.That(begun.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await service.GetAsync($"/v1/rankings/{old.RankingId}")).Status, Is.EqualTo(HttpStatusCode.Gone));
        var rankings = (await service.GetAsync(Case))
            .Json.GetProperty("rankings")
            .EnumerateArray()
            .Select(ranking => ranking.GetProperty("rankingId").GetString());
        Assert.That(rankings, Is.EqualTo(new[] { begun.RankingId }));
    }

    [Test]
    public async Task Rankings_and_erasures_of_one_case_at_once_leave_an_intact_log_and_no_ranking_without_a_key()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => i % 6 == 5 ? EraseAsync() : service.RankAsync(Example.Json)));
        Assert.That(
            answers.Select(answer => answer.Status),
            Is.All.AnyOf(HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.NotFound)
        );
        var verification = (await service.GetAsync("/v1/audit/verification")).Json;
        Assert.That(verification.GetProperty("intact").GetBoolean(), Is.True, verification.GetRawText());
        foreach (var ranking in answers.Where(answer => answer.Status == HttpStatusCode.Created))
            Assert.That(
                (await service.GetAsync($"/v1/rankings/{ranking.RankingId}")).Status,
                Is.AnyOf(HttpStatusCode.OK, HttpStatusCode.Gone)
            );
    }

    [TestCase(".")]
    [TestCase("..")]
    [TestCase("a/../b")]
    public async Task A_case_of_a_name_that_no_address_can_hold_is_read_limited_held_and_erased(string reference)
    {
        Assert.That(
            (await service.RankAsync(Example.With("caseReference", $"\"{reference}\""))).Status,
            Is.EqualTo(HttpStatusCode.Created)
        );
        var query = $"?reference={Uri.EscapeDataString(reference)}";
        Assert.That((await service.GetAsync("/v1/cases/~" + query)).Json.GetProperty("caseReference").GetString(), Is.EqualTo(reference));
        Assert.That((await service.GetAsync("/v1/cases/~/access-log" + query)).Text, Does.Contain("ranking-made"));
        foreach (
            var (method, path, body, expected) in new[]
            {
                (HttpMethod.Put, "team", """{"team":null}""", HttpStatusCode.NoContent),
                (HttpMethod.Put, "legal-hold", """{"held":true,"reason":"complaint"}""", HttpStatusCode.NoContent),
                (HttpMethod.Post, "erasure", """{"reason":"recorded-in-error"}""", HttpStatusCode.Conflict),
                (HttpMethod.Put, "legal-hold", """{"held":false,"reason":"complaint"}""", HttpStatusCode.NoContent),
                (HttpMethod.Post, "erasure", """{"reason":"recorded-in-error"}""", HttpStatusCode.OK),
            }
        )
        {
            var reply = await service.SendAsync(method, $"/v1/cases/~/{path}{query}", LiveService.Content(body));
            Assert.That(reply.Status, Is.EqualTo(expected), reply.Text);
        }
        Assert.That((await service.GetAsync("/v1/cases/~" + query)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("/v1/cases/~", "reference")]
    [TestCase("/v1/cases/~?reference=", "reference")]
    [TestCase("/v1/cases/~?reference=a&reference=b", "reference")]
    [TestCase("/v1/cases/~?reference=~", "reference")]
    [TestCase("/v1/cases/A-1?reference=.", "reference")]
    [TestCase("/v1/cases/~~", "caseReference")]
    public async Task A_reference_is_in_one_place_and_named_where_it_is_at_fault(string path, string field)
    {
        var reply = await service.GetAsync(path);
        Assert.That((reply.Status, string.Join(' ', reply.FaultyFields)), Is.EqualTo((HttpStatusCode.BadRequest, field)), reply.Text);
    }

    [Test]
    public async Task A_legal_hold_keeps_a_case_until_it_is_lifted()
    {
        await service.RankAsync(Example.Json);
        await HoldAsync(true);
        var refused = await EraseAsync();
        Assert.That(
            (refused.Status, refused.FaultyFields.SequenceEqual(["legalHold"])),
            Is.EqualTo((HttpStatusCode.Conflict, true)),
            refused.Text
        );
        service = await service.RestartAsync();
        Assert.That((await EraseAsync()).Status, Is.EqualTo(HttpStatusCode.Conflict));
        await HoldAsync(false);
        Assert.That((await EraseAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_period_of_retention_keeps_a_case_and_says_until_when()
    {
        CopyData(data, months: 6);
        service = await service.RestartAsync();
        var ranking = await service.RankAsync(Example.Json);
        var refused = await EraseAsync();
        var until = DateOnly.FromDateTime(ranking.Json.GetProperty("recordedAt").GetDateTime()).AddMonths(6);
        Assert.That(
            (refused.Status, refused.FaultyFields.SequenceEqual(["retention"])),
            Is.EqualTo((HttpStatusCode.Conflict, true)),
            refused.Text
        );
        Assert.That(refused.Text, Does.Contain($"{until:yyyy-MM-dd}"));
        Assert.That((await service.GetAsync($"/v1/rankings/{ranking.RankingId}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task What_should_be_erased_is_listed_and_the_listing_is_in_the_access_log()
    {
        await service.RankAsync(Example.Json);
        var due = (await service.GetAsync("/v1/retention/due")).Json.GetProperty("cases").EnumerateArray().Single();
        Assert.That(
            (due.GetProperty("caseReference").GetString(), due.GetProperty("legalHold").GetBoolean()),
            Is.EqualTo((Example.CaseReference, false))
        );
        Assert.That((await service.GetAsync($"{Case}/access-log")).Text, Does.Contain("case-read"));

        CopyData(data, months: 6);
        service = await service.RestartAsync();
        Assert.That((await service.GetAsync("/v1/retention/due")).Json.GetProperty("cases").GetArrayLength(), Is.Zero);
    }

    [TestCase("{}", "reason")]
    [TestCase("""{"reason":"because"}""", "reason")]
    [TestCase("""{"reason":"retention-ended","sure":true}""", "sure")]
    public async Task An_erasure_with_faults_erases_nothing(string body, string field)
    {
        var ranking = await service.RankAsync(Example.Json);
        var reply = await service.SendAsync(HttpMethod.Post, $"{Case}/erasure", LiveService.Content(body));
        Assert.That((reply.Status, reply.FaultyFields.SequenceEqual([field])), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
        Assert.That((await service.GetAsync($"/v1/rankings/{ranking.RankingId}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    Task<Reply> EraseAsync() => EraseAsync(service);

    internal static Task<Reply> EraseAsync(LiveService service) =>
        service.SendAsync(HttpMethod.Post, $"{Case}/erasure", LiveService.Content("""{"reason":"data-subject-request"}"""));

    Task<Reply> HoldAsync(bool held) =>
        service.SendAsync(
            HttpMethod.Put,
            $"{Case}/legal-hold",
            LiveService.Content($$"""{"held":{{(held ? "true" : "false")}},"reason":"complaint"}""")
        );

    internal static void CopyData(string folder, int months)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "data");
        foreach (var file in Directory.EnumerateFiles(shipped, "*.json", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
        var period = $"\"months\":{months},\"source\":\"test\",\"verified\":true";
        File.WriteAllText(
            Path.Combine(folder, "retention.json"),
            "{\"schema\":1,\"keep\":[{\"code\":\"ai-log\"," + period + "}],\"erase\":{" + period + "}}"
        );
    }
}
