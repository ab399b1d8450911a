using System.Net;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Cases;

/// <summary>No case begins under a name that would be taken for another's; a name that is there always passes.</summary>
[OnEachStore]
public sealed class LikeReferenceTests
{
    const string LowerCase = "sof-2026-00017",
        Cyrillic = "S\u041eF-2026-00017";

    LiveService service = null!;
    string data = "";

    [SetUp]
    public async Task Start()
    {
        data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        service = await LiveService.StartAsync([$"--DataFolder={data}", .. Member("north", "nord"), .. Member("south", "syd")]);
    }

    [TearDown]
    public async Task Stop()
    {
        await service.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task A_ranking_a_stay_and_a_team_are_refused_under_it_and_nothing_is_recorded_of_them(
        [Values(LowerCase, Cyrillic)] string like
    )
    {
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
        var entries = await service.EntriesAsync();

        foreach (
            var reply in new[]
            {
                await RankAsync(like),
                await PostAsync("/v1/stays", $$"""{"caseReference":"{{like}}","placementId":"nexus","start":"2026-11-01"}"""),
                await LimitAsync(like, "nord"),
            }
        )
            Assert.That(
                (reply.Status, Text(reply, "code"), Text(reply, "like")),
                Is.EqualTo((HttpStatusCode.Conflict, "like-reference", Example.CaseReference)),
                reply.Text
            );
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries + 3), "that the other was named, each time");
        var log = (await service.GetAsync($"/v1/cases/{Example.CaseReference}/access-log")).Json.GetProperty("entries");
        Assert.That(
            log.EnumerateArray().Select(entry => entry.GetProperty("action").GetString()),
            Is.EqualTo(new[] { "ranking-made", "case-read", "case-read", "case-read", "access-log-exported" })
        );
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created), "the name itself passes");
    }

    [TestCase("\u00c5-1", "\u212b-1")]
    [TestCase("\u0130-1", "i-1")]
    [TestCase("stra\u00dfe", "STRA\u1e9eE")]
    [TestCase("\u0391\u0392", "AB")]
    [TestCase("SOF-1", "\uff33OF-1", Description = "full-width")]
    [TestCase("SOF-1", "\ud835\udc12OF-1", Description = "mathematical")]
    [TestCase("fi-1", "\ufb01-1", Description = "joined")]
    [TestCase("\uac01-1", "\u1100\u1161\u11a8-1", Description = "a syllable and its parts")]
    [TestCase("\u03bc-1", "\u00b5-1", Description = "Greek and the sign for a millionth")]
    public async Task A_name_is_like_another_by_composed_letters_and_letters_of_other_scripts(string there, string like)
    {
        Assert.That((await RankAsync(there)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await RankAsync(like)).Status, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [TestCase("SOF-1", "SOF-11")]
    [TestCase("\u00c5-1", "A-1")]
    [TestCase("\u00d8-1", "O-1")]
    [TestCase("O-1", "0-1")]
    [TestCase("SOF/1", "SOF-1")]
    [TestCase("\u00e6-1", "ae-1")]
    [TestCase("\uac00-1", "\uac01-1")]
    public async Task Names_that_a_reader_tells_apart_may_both_begin(string one, string other)
    {
        Assert.That((await RankAsync(one)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await RankAsync(other)).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task The_like_case_is_named_to_those_only_who_may_see_it()
    {
        await service.RankAsync(Example.Json, "north");
        await LimitAsync(Example.CaseReference, "nord", "north");

        var (own, foreign) = (await RankAsync(LowerCase, "north"), await RankAsync(LowerCase, "south"));

        Assert.That((own.Status, Text(own, "like")), Is.EqualTo((HttpStatusCode.Conflict, Example.CaseReference)));
        Assert.That((foreign.Status, foreign.Json.TryGetProperty("like", out _)), Is.EqualTo((HttpStatusCode.Conflict, false)));
        Assert.That(foreign.Text, Does.Not.Contain(Example.CaseReference));
    }

    [Test]
    public async Task An_erased_case_is_like_none()
    {
        await service.RankAsync(Example.Json);
        Assert.That(
            (await PostAsync($"/v1/cases/{Example.CaseReference}/erasure", """{"reason":"court-order"}""")).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );

        Assert.That((await RankAsync(LowerCase)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task Of_many_that_begin_at_once_one_does()
    {
        var names = Enumerable.Range(0, 16).Select(number => number % 2 == 0 ? Example.CaseReference : LowerCase);

        var replies = await Task.WhenAll(names.Select(name => RankAsync(name)));

        var begun = replies.Where(reply => reply.Status == HttpStatusCode.Created).Select(reply => Text(reply, "caseReference")).Distinct();
        Assert.That(begun.Count(), Is.EqualTo(1));
        Assert.That(
            replies.Count(reply => reply.Status == HttpStatusCode.Created),
            Is.EqualTo(8),
            string.Join('\n', replies.Select(reply => reply.Text[..80]))
        );
    }

    [Test]
    public async Task Like_cases_of_before_go_on_side_by_side()
    {
        await service.RankAsync(Example.Json);
        service.Tamper("UPDATE cases SET like_lookup = NULL");
        Assert.That((await RankAsync(LowerCase)).Status, Is.EqualTo(HttpStatusCode.Created), "as it was before that was looked at");

        service = await service.RestartAsync();

        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await RankAsync(LowerCase)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await RankAsync(Cyrillic)).Status, Is.EqualTo(HttpStatusCode.Conflict));
        foreach (var name in new[] { Example.CaseReference, LowerCase })
            Assert.That((await service.GetAsync($"/v1/cases/{name}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task What_an_earlier_program_kept_of_names_is_worked_out_again_at_start()
    {
        await service.RankAsync(Example.Json);
        service = await service.RestartAsync(() => service.Tamper("UPDATE cases SET like_lookup = '0:' || like_lookup"));

        Assert.That((await RankAsync(LowerCase)).Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(
            (await service.GetAsync("/v1/audit/verification")).Json.GetProperty("problem").GetString(),
            Does.Not.Contain("looks like")
        );
    }

    [Test]
    public async Task A_like_name_that_was_changed_in_the_database_is_found_by_verification()
    {
        await service.RankAsync(Example.Json);
        service = await service.RestartAsync(() => service.Tamper("UPDATE cases SET like_lookup = '1:another'"));

        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created), "the case itself goes on");
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.False);
    }

    static IEnumerable<string> Member(string name, string teams) =>
        [
            $"--ApiKeys:{name}:Key={LiveService.KeyOf(name)}",
            $"--ApiKeys:{name}:Roles=visitator,case-system",
            $"--ApiKeys:{name}:Teams={teams}",
        ];

    static string Text(Reply reply, string field) => reply.Json.GetProperty(field).GetString()!;

    Task<Reply> RankAsync(string reference, string caller = LiveService.All) =>
        service.RankAsync(Example.With("caseReference", $"\"{reference}\""), caller);

    Task<Reply> PostAsync(string path, string body) => service.SendAsync(HttpMethod.Post, path, LiveService.Content(body));

    Task<Reply> LimitAsync(string reference, string team, string caller = LiveService.All) =>
        service.SendAsync(
            HttpMethod.Put,
            $"/v1/cases/{Uri.EscapeDataString(reference)}/team",
            LiveService.Content($$"""{"team":"{{team}}"}"""),
            caller
        );
}
