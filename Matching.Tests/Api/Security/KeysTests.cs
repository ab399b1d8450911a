using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Security;

/// <summary>Keys the service keeps: made, listed, rotated, revoked, and all of it recorded.</summary>
public sealed class KeysTests
{
    LiveService service = null!;

    [SetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task A_new_key_opens_what_its_roles_open_and_nothing_else()
    {
        var (_, key) = await service.IssueKeyAsync();
        Assert.That(await StatusAsync("/v1/audit/verification", key), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync("/v1/rankings/00000000-0000-0000-0000-000000000000", key), Is.EqualTo(HttpStatusCode.NotFound));
        var rank = await service.SendAsync(
            HttpMethod.Post,
            "/v1/rankings",
            LiveService.Content(Example.Json),
            caller: "",
            change: request => request.Headers.Add("X-Api-Key", key)
        );
        Assert.That(rank.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task The_answer_shows_the_key_once_and_the_list_never()
    {
        var reply = await IssueAsync(
            """{"name":"Fælles-drift","roles":["visitator","auditor"],"teams":["syd","nord"],"expiresAt":"2099-01-01"}"""
        );
        var key = reply.Json.GetProperty("key").GetString()!;
        Assert.That((reply.Status, key.Length, reply.Headers.CacheControl?.NoStore), Is.EqualTo((HttpStatusCode.Created, 43, (bool?)true)));
        var list = await service.GetAsync("/v1/keys", "auditor");
        var sha256 = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        Assert.That(list.Text, Does.Not.Contain(key).And.Not.Contain(sha256).IgnoreCase);
        var listed = list.Json.GetProperty("keys")[0];
        Assert.That(
            (Text(listed, "name"), Text(listed, "createdBy"), Text(listed, "standing"), Text(listed, "expiresAt")),
            Is.EqualTo(("Fælles-drift", "all", "active", "2099-01-01T00:00:00.000Z"))
        );
        Assert.That(
            (listed.GetProperty("roles").GetRawText(), listed.GetProperty("teams").GetRawText()),
            Is.EqualTo(("""["visitator","auditor"]""", """["nord","syd"]"""))
        );
    }

    [Test]
    public async Task What_is_recorded_holds_the_hash_and_who_made_the_key_but_not_the_key()
    {
        var (id, key) = await service.IssueKeyAsync();
        var entries = service.App.Services.GetRequiredService<MatchingStore>().Entries;
        var entry = entries.Entries(1, LogKinds.CallerKey).Single();
        var payload = JsonSerializer.Deserialize<JsonElement>(entries.ReadPayload(entry));
        Assert.That(
            (entry.Caller, entry.SubjectId, Text(payload, "keyId"), Text(payload, "by")),
            Is.EqualTo(("all", (string?)null, id, "all"))
        );
        Assert.That(
            payload.GetRawText(),
            Does.Contain(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))).And.Not.Contain(key)
        );
    }

    [Test]
    public async Task A_key_changes_no_state_and_leaves_the_log_intact()
    {
        await service.IssueKeyAsync();
        var ranking = await service.RankAsync(Example.Json);
        Assert.That(ranking.Json.GetProperty("versions").GetProperty("state").GetInt64(), Is.Zero);
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Keys_and_revocations_survive_a_restart()
    {
        var (kept, revoked) = (await service.IssueKeyAsync(), await service.IssueKeyAsync());
        await RevokeAsync(revoked.Id);
        service = await service.RestartAsync();
        Assert.That(
            (await StatusAsync("/v1/keys", kept.Key), await StatusAsync("/v1/keys", revoked.Key)),
            Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized))
        );
    }

    [Test]
    public async Task A_revoked_key_opens_nothing_from_then_on_and_revoking_twice_records_once()
    {
        var (id, key) = await service.IssueKeyAsync();
        var replies = new[] { await RevokeAsync(id), await RevokeAsync(id) };
        Assert.That(replies.Select(reply => reply.Status), Is.All.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await StatusAsync("/v1/keys", key), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_rotated_key_and_the_new_one_both_open_until_the_overlap_is_over()
    {
        var (id, old) = await service.IssueKeyAsync(", \"teams\": [\"nord\"]");
        var rotated = await RotateAsync(id, 30);
        var next = rotated.Json.GetProperty("key").GetString()!;
        Assert.That(
            (await StatusAsync("/v1/keys", old), await StatusAsync("/v1/keys", next)),
            Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK))
        );
        Assert.That((Text(rotated.Json, "replaces"), rotated.Json.GetProperty("teams")[0].GetString()), Is.EqualTo((id, "nord")));
        var listed = (await service.GetAsync("/v1/keys")).Json.GetProperty("keys").EnumerateArray().ToDictionary(key => Text(key, "id")!);
        var expires = DateTimeOffset.Parse(Text(listed[id], "expiresAt")!);
        Assert.That(expires, Is.EqualTo(DateTimeOffset.UtcNow.AddDays(30)).Within(TimeSpan.FromMinutes(10)));
        Assert.That(
            (Text(listed[id], "replacedBy"), Text(listed[Text(rotated.Json, "id")!], "expiresAt")),
            Is.EqualTo((Text(rotated.Json, "id"), (string?)null))
        );
    }

    [Test]
    public async Task Without_overlap_the_old_key_ends_at_once()
    {
        var (id, old) = await service.IssueKeyAsync();
        var next = (await RotateAsync(id, 0)).Json.GetProperty("key").GetString()!;
        Assert.That(
            (await StatusAsync("/v1/keys", old), await StatusAsync("/v1/keys", next)),
            Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.OK))
        );
    }

    [Test]
    public async Task A_rotation_does_not_make_a_passing_key_a_lasting_one()
    {
        var expires = DateTimeOffset.UtcNow.AddDays(10);
        var (id, _) = await service.IssueKeyAsync($", \"expiresAt\": \"{expires:yyyy-MM-dd'T'HH:mm:ss'Z'}\"");
        Assert.That(
            DateTimeOffset.Parse(Text((await RotateAsync(id, 30)).Json, "expiresAt")!),
            Is.EqualTo(expires).Within(TimeSpan.FromMinutes(10))
        );
    }

    [Test]
    public async Task A_key_is_followed_once_and_a_revoked_one_never()
    {
        var (rotated, revoked) = (await service.IssueKeyAsync(), await service.IssueKeyAsync());
        await RotateAsync(rotated.Id, 1);
        await RevokeAsync(revoked.Id);
        var replies = new[] { await RotateAsync(rotated.Id, 1), await RotateAsync(revoked.Id, 1) };
        Assert.That(
            replies.Select(reply => (reply.Status, reply.FaultAsProblem())),
            Is.All.EqualTo((HttpStatusCode.Conflict, (string?)null))
        );
    }

    [Test]
    public async Task A_name_is_used_once_also_after_its_key_was_revoked_and_by_two_at_a_time()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => IssueAsync("""{"name":"drift","roles":["auditor"]}""")));
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.Created), Is.EqualTo(1));
        await RevokeAsync(Text(replies.Single(reply => reply.Status == HttpStatusCode.Created).Json, "id")!);
        Assert.That((await IssueAsync("""{"name":"Drift","roles":["auditor"]}""")).Status, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task A_stored_key_opens_nothing_while_its_name_is_configured()
    {
        var key = Text((await IssueAsync("""{"name":"drift","roles":["auditor"]}""")).Json, "key")!;
        service = await service.RestartAsync("--ApiKeys:drift:Key=configured", "--ApiKeys:drift:Roles=auditor");
        Assert.That(
            (await StatusAsync("/v1/keys", key), await StatusAsync("/v1/keys", "configured")),
            Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.OK))
        );
        Assert.That((await service.GetAsync("/v1/keys")).Json.GetProperty("keys")[0].GetProperty("nameIsConfigured").GetBoolean(), Is.True);
    }

    Task<Reply> IssueAsync(string body) => service.SendAsync(HttpMethod.Post, "/v1/keys", LiveService.Content(body));

    Task<Reply> RevokeAsync(string id) => service.SendAsync(HttpMethod.Delete, $"/v1/keys/{id}");

    Task<Reply> RotateAsync(string id, int days) =>
        service.SendAsync(HttpMethod.Post, $"/v1/keys/{id}/rotation", LiveService.Content($$"""{"overlapDays":{{days}}}"""));

    async Task<HttpStatusCode> StatusAsync(string path, string key) => (await service.GetWithKeyAsync(path, key)).Status;

    static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();
}
