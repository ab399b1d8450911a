using System.Net;
using System.Text;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Rankings;

/// <summary>The same key never records twice, and never hides that something else was asked.</summary>
[OnEachStore]
public sealed class IdempotencyTests
{
    const int Duplicates = 32;

    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("7f3a9c0102031234e5b6d7c8f9a0b1c2")]
    [TestCase("0102031234abcdef")]
    [TestCase("0198b7a4-6c1d-7f10-8a2b-a0102031234b")]
    public async Task Digits_within_a_random_key_are_no_civil_registration_number(string key)
    {
        Assert.That((await service.RankAsync(Example.Json, idempotencyKey: key)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await service.RankAsync(Example.Json, idempotencyKey: key)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_same_key_and_request_get_the_same_answer_and_nothing_is_recorded_twice()
    {
        var first = await service.RankAsync(Example.Json, idempotencyKey: "same");
        var entries = await service.EntriesAsync();
        var second = await service.RankAsync(Example.Json, idempotencyKey: "same");
        Assert.That((first.Status, second.Status, second.Text), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK, first.Text)));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    [Test]
    public async Task The_same_JSON_value_written_otherwise_is_the_same_request()
    {
        var first = await service.RankAsync(Example.Json, idempotencyKey: "rewritten");
        var second = await service.RankAsync(Example.Rewritten(Example.Json), idempotencyKey: "rewritten");
        Assert.That((second.Status, second.Text), Is.EqualTo((HttpStatusCode.OK, first.Text)));
    }

    [TestCase("child.selfHarm", "\"moderate\"")]
    [TestCase("child.diagnoses", """[ { "code": "F32.1", "status": "confirmed" }, { "code": "F60.3", "status": "suspected" } ]""")]
    [TestCase("child.earlierMeasures", "null")]
    public async Task The_same_key_with_another_body_is_refused(string path, string value)
    {
        var key = $"other {path}";
        await service.RankAsync(Example.Json, idempotencyKey: key);
        var entries = await service.EntriesAsync();
        var refusal = await service.RankAsync(Example.With(path, value), idempotencyKey: key);
        Assert.That((refusal.Status, refusal.FaultAsProblem()), Is.EqualTo((HttpStatusCode.UnprocessableEntity, (string?)null)));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    [Test]
    public async Task Language_and_top_are_views_of_the_same_answer()
    {
        var first = await service.RankAsync(Example.Json, idempotencyKey: "view");
        var second = await service.RankAsync(Example.Json, query: "?top=2", idempotencyKey: "view", language: "en");
        Assert.That(
            (second.Status, second.RankingId, second.Json.GetProperty("placements").GetArrayLength()),
            Is.EqualTo((HttpStatusCode.OK, first.RankingId, 2))
        );
    }

    [Test]
    public async Task A_key_belongs_to_its_caller()
    {
        var one = await service.RankAsync(Example.Json, "visitator", idempotencyKey: "mine");
        var other = await service.RankAsync(Example.With("child.selfHarm", "\"none\""), "case-system", idempotencyKey: "mine");
        Assert.That((one.Status, other.Status), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.Created)));
        Assert.That(other.RankingId, Is.Not.EqualTo(one.RankingId));
    }

    [TestCase("child.selfHarm", "\"SEVERE\"", HttpStatusCode.BadRequest)]
    [TestCase("mode", "\"rules-and-model\"", HttpStatusCode.Conflict)]
    public async Task A_refusal_does_not_use_up_the_key(string path, string value, HttpStatusCode refused)
    {
        var key = $"refused {path}";
        var refusal = await service.RankAsync(Example.With(path, value), idempotencyKey: key);
        var ranking = await service.RankAsync(Example.Json, idempotencyKey: key);
        Assert.That((refusal.Status, ranking.Status), Is.EqualTo((refused, HttpStatusCode.Created)));
    }

    [Test]
    public async Task Duplicates_at_the_same_time_get_one_new_ranking_and_it_again([Range(1, 5)] int round)
    {
        var entries = await service.EntriesAsync();
        var replies = await Task.WhenAll(
            Enumerable.Range(0, Duplicates).Select(_ => service.RankAsync(Example.Json, idempotencyKey: $"at once {round}"))
        );
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.OK), Is.EqualTo(Duplicates - 1));
        Assert.That(replies.Select(reply => reply.Text).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries + 1));
    }

    [Test]
    public async Task Different_bodies_at_the_same_time_leave_one_ranking_and_refuse_the_others()
    {
        var entries = await service.EntriesAsync();
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 18).Select(i => service.RankAsync(Example.With("child.ageYears", $"{i}"), idempotencyKey: "at odds"))
        );
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.UnprocessableEntity), Is.EqualTo(17));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries + 1));
    }

    [TestCase("", TestName = "An_empty_key_is_refused")]
    [TestCase("æ", TestName = "A_key_with_other_letters_is_refused")]
    [TestCase("010101-1234", TestName = "A_key_that_reads_as_a_CPR_number_is_refused")]
    public async Task Refused(string key)
    {
        var refusal = await service.SendAsync(
            HttpMethod.Post,
            "/v1/rankings",
            LiveService.Content(Example.Json),
            change: request => request.Headers.TryAddWithoutValidation("Idempotency-Key", key)
        );
        Assert.That(
            (refusal.Status, refusal.FaultAsProblem(), string.Join(' ', refusal.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, "Idempotency-Key"))
        );
    }

    [TestCase(256, HttpStatusCode.Created)]
    [TestCase(257, HttpStatusCode.BadRequest)]
    public async Task A_key_holds_at_most_256_characters(int length, HttpStatusCode expected)
    {
        Assert.That((await service.RankAsync(Example.Json, idempotencyKey: new string('k', length))).Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task Two_keys_in_one_request_are_refused()
    {
        var head =
            $"POST /v1/rankings HTTP/1.1\r\nHost: here\r\nConnection: close\r\nX-Api-Key: {LiveService.KeyOf(LiveService.All)}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Example.Json.Length}\r\nIdempotency-Key: one\r\nIdempotency-Key: "
            + $"two\r\n\r\n";
        var answer = await RawHttp.SendAsync(service.Address, head, Encoding.ASCII.GetBytes(Example.Json));
        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").And.Contain("Idempotency-Key"));
    }

    [Test]
    public async Task A_key_is_remembered_after_a_restart()
    {
        var first = await service.RankAsync(Example.Json, idempotencyKey: "restart");
        service = await service.RestartAsync();
        var second = await service.RankAsync(Example.Json, idempotencyKey: "restart");
        Assert.That((second.Status, second.Text), Is.EqualTo((HttpStatusCode.OK, first.Text)));
    }
}
