using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Matching.Api.Cases;
using Matching.Api.Profiles;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Parsing;
using Matching.Tests.Api.Cases;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Profiles;

/// <summary>What is known of a child is kept version by version, and nobody's change is lost.</summary>
[OnEachStore]
public sealed class ProfilesTests
{
    const string Case = $"/v1/cases/{Example.CaseReference}";
    const string Profile = $"{Case}/profile";

    LiveService service = null!;
    string data = "";

    [SetUp]
    public async Task Start()
    {
        data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        service = await LiveService.StartAsync($"--DataFolder={data}");
    }

    [TearDown]
    public async Task Stop()
    {
        await service.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task The_first_version_is_created_and_the_next_needs_the_tag_of_the_one_before()
    {
        var first = await PutAsync(Body());
        Assert.That(
            (first.Status, first.Headers.ETag?.Tag, first.Headers.Location?.ToString(), Version(first)),
            Is.EqualTo((HttpStatusCode.Created, "\"1\"", Profile, 1)),
            first.Text
        );
        var changed = Body(profile => profile["child"]!["selfHarm"] = "none");
        Assert.That((await PutAsync(changed)).Status, Is.EqualTo((HttpStatusCode)428));
        var second = await PutAsync(changed, "\"1\"");
        Assert.That((second.Status, second.Headers.ETag?.Tag), Is.EqualTo((HttpStatusCode.OK, "\"2\"")));
        var stale = await PutAsync(Body(), "\"1\"");
        Assert.That(
            (stale.Status, stale.Json.GetProperty("version").GetInt32()),
            Is.EqualTo((HttpStatusCode.PreconditionFailed, 2)),
            stale.Text
        );
        Assert.That((await service.GetAsync(Profile)).Text, Is.EqualTo(second.Text));
        Assert.That((await service.GetAsync($"{Profile}?version=1")).Text, Is.EqualTo(first.Text));
        Assert.That((await service.GetAsync($"{Profile}?version=3")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task What_was_sent_is_what_is_read_and_stays_so_after_a_restart()
    {
        var body = Body(profile => profile["observed"] = new JsonObject { ["child.selfHarm"] = "2026-10-02" });
        await PutAsync(body);
        service = await service.RestartAsync();

        var read = (await service.GetAsync(Profile)).Json;
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(read.GetProperty("profile").GetRawText()), JsonNode.Parse(body)), Is.True);
        Assert.That(read.GetProperty("by").GetString(), Is.EqualTo(LiveService.All));
    }

    [Test]
    public async Task A_patch_changes_what_it_names_and_null_makes_it_unknown()
    {
        await PutAsync(Body());
        Assert.That((await PatchAsync("""{"child":{"selfHarm":null}}""", null)).Status, Is.EqualTo((HttpStatusCode)428));
        var patched = await PatchAsync("""{"child":{"selfHarm":null,"schoolAttendance":"none"}}""", "\"1\"");

        Assert.That((patched.Status, Version(patched)), Is.EqualTo((HttpStatusCode.OK, 2)), patched.Text);
        var child = patched.Json.GetProperty("profile").GetProperty("child");
        Assert.That(
            (child.TryGetProperty("selfHarm", out _), child.GetProperty("schoolAttendance").GetString()),
            Is.EqualTo((false, "none"))
        );
        var versions = (await service.GetAsync($"{Profile}/versions")).Json.GetProperty("versions");
        Assert.That(
            versions[1].GetProperty("changed").EnumerateArray().Select(path => path.GetString()),
            Is.EqualTo(new[] { "child.schoolAttendance", "child.selfHarm" })
        );
    }

    [Test]
    public async Task What_changes_nothing_makes_no_version()
    {
        await PutAsync(Body());
        var again = await PutAsync(Body(), "\"1\"");
        var patched = await PatchAsync("{}", "*");

        Assert.That(new[] { Version(again), Version(patched) }, Is.All.EqualTo(1));
        Assert.That((await service.GetAsync($"{Profile}/versions")).Json.GetProperty("versions").GetArrayLength(), Is.EqualTo(1));
    }

    [TestCase("child", """{"ageYears":15}""", "child.ageYears")]
    [TestCase("child", """{"birthDate":"2011-05-01","selfHarm":"much"}""", "child.selfHarm")]
    [TestCase("caseReference", "\"SOF-1\"", "caseReference")]
    [TestCase("asOf", "\"2026-11-30\"", "asOf")]
    [TestCase("mode", "\"rules\"", "mode")]
    [TestCase("observed", """{"child.mood":"2026-10-02"}""", "observed.child.mood")]
    [TestCase("observed", """{"child.selfHarm":"2999-10-02"}""", "observed.child.selfHarm")]
    [TestCase("observed", """{"child.selfHarm":"soon"}""", "observed.child.selfHarm")]
    public async Task A_fault_is_told_by_its_field_and_nothing_is_recorded(string field, string value, string path)
    {
        var body = Body(profile => profile[field] = JsonNode.Parse(value));
        var reply = await PutAsync(body);

        Assert.That((reply.Status, reply.FaultyFields.Contains(path)), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
        Assert.That((await service.GetAsync(Profile)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("""{"child":{"selfharm":null}}""", "child.selfharm")]
    [TestCase("""{"child":{"birthDate":null}}""", "child.birthDate")]
    [TestCase("""{"child":{"selfHarm":"none","selfHarm":"severe"}}""", "child.selfHarm")]
    public async Task A_patch_with_a_fault_changes_nothing(string patch, string path)
    {
        await PutAsync(Body());
        var reply = await PatchAsync(patch, "\"1\"");

        Assert.That((reply.Status, reply.FaultyFields.Contains(path)), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
        Assert.That(Version(await service.GetAsync(Profile)), Is.EqualTo(1));
    }

    [TestCase("W/\"1\"")]
    [TestCase("1")]
    [TestCase("\"1")]
    public async Task What_is_no_tag_is_a_fault(string tag)
    {
        await PutAsync(Body());
        Assert.That((await PutAsync(Body(), tag)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Nothing_yet_is_said_by_If_None_Match()
    {
        Assert.That((await PutAsync(Body(), "\"1\"")).Status, Is.EqualTo(HttpStatusCode.NotFound), "there is no such profile to change");
        Assert.That((await PutAsync(Body(), noneMatch: "*")).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await PutAsync(Body(), noneMatch: "*")).Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task Of_hundreds_who_write_at_once_each_loses_nothing()
    {
        const int writers = 8,
            each = 25;
        await PutAsync(Body(profile => profile["child"]!["movesTotal"] = 0));
        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var written = 0; written < each; )
                        {
                            var read = await service.GetAsync(Profile);
                            var moves = read.Json.GetProperty("profile").GetProperty("child").GetProperty("movesTotal").GetInt32();
                            var reply = await PatchAsync($$$"""{"child":{"movesTotal":{{{moves + 1}}}}}""", read.Headers.ETag!.Tag);
                            if (reply.Status == HttpStatusCode.OK)
                                written++;
                            else
                                Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed), reply.Text);
                        }
                    })
                )
        );

        var last = (await service.GetAsync(Profile)).Json;
        Assert.That(
            (last.GetProperty("version").GetInt32(), last.GetProperty("profile").GetProperty("child").GetProperty("movesTotal").GetInt32()),
            Is.EqualTo((1 + writers * each, writers * each))
        );
    }

    [Test]
    public async Task The_profile_in_force_is_ranked_and_what_changed_since_the_ranking_before_is_said()
    {
        await PutAsync(Body());
        var first = await RankAsync("{}");
        await PatchAsync("""{"child":{"selfHarm":"none"},"legal":{"stepsTaken":[]}}""", "\"1\"");
        var second = await RankAsync("{}");

        Assert.That(
            (first.Status, first.Json.GetProperty("profileVersion").GetInt32()),
            Is.EqualTo((HttpStatusCode.Created, 1)),
            first.Text
        );
        Assert.That(first.Json.GetProperty("since").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        var since = second.Json.GetProperty("since");
        Assert.That(
            (second.Json.GetProperty("profileVersion").GetInt32(), since.GetProperty("rankingId").GetString()),
            Is.EqualTo((2, first.RankingId))
        );
        Assert.That(
            since.GetProperty("fields").EnumerateArray().Select(path => path.GetString()),
            Is.EqualTo(new[] { "child.selfHarm", "legal.stepsTaken" })
        );
        Assert.That((await service.ReplayAsync(second.RankingId)).Json.GetProperty("identical").GetBoolean(), Is.True);
        Assert.That(
            (await service.GetAsync($"/v1/rankings/{second.RankingId}")).Json.GetProperty("profileVersion").GetInt32(),
            Is.EqualTo(2)
        );
    }

    [Test]
    public async Task A_ranking_of_the_profile_is_that_of_the_same_request()
    {
        await PutAsync(Body());
        var day = Today();
        var ofProfile = await RankAsync($$"""{"asOf":"{{day}}"}""");
        var request = JsonNode.Parse(Body())!.AsObject();
        request["caseReference"] = Example.CaseReference;
        request["asOf"] = day;
        var ofRequest = await service.RankAsync(request.ToJsonString());

        Assert.That(
            ofProfile.Json.GetProperty("placements").GetRawText(),
            Is.EqualTo(ofRequest.Json.GetProperty("placements").GetRawText())
        );
        Assert.That(
            (await RankAsync("{}")).Json.GetProperty("since").GetProperty("fields").GetArrayLength(),
            Is.Zero,
            "a request of its own counts as the ranking before"
        );
    }

    [Test]
    public async Task The_same_key_gives_the_same_ranking_of_one_case_and_says_nothing_of_another()
    {
        await PutAsync(Body());
        await service.SendAsync(HttpMethod.Put, "/v1/cases/OTHER-1/profile", LiveService.Content(Body()));
        var (first, again) = (await RankAsync("{}", key: "k"), await RankAsync("{}", key: "k"));
        var other = await RankAsync("{}", "/v1/cases/OTHER-1", "k");
        var mismatch = await RankAsync("""{"mode":"rules"}""", key: "k");

        Assert.That((again.Status, again.Text), Is.EqualTo((HttpStatusCode.OK, first.Text)));
        Assert.That((other.Status, other.Json.GetProperty("caseReference").GetString()), Is.EqualTo((HttpStatusCode.Created, "OTHER-1")));
        Assert.That(mismatch.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [TestCase("""{"child":{}}""", "child")]
    [TestCase("""{"mode":"luck"}""", "mode")]
    [TestCase("""{"asOf":"soon"}""", "asOf")]
    public async Task Of_a_profile_only_mode_and_day_are_asked(string body, string path)
    {
        await PutAsync(Body());
        var reply = await RankAsync(body);
        Assert.That((reply.Status, reply.FaultyFields.SequenceEqual([path])), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
    }

    [Test]
    public async Task A_case_without_a_profile_has_none_to_rank()
    {
        await service.RankAsync(Example.Json);
        foreach (
            var reply in new[] { await RankAsync("{}"), await service.GetAsync(Profile), await service.GetAsync($"{Profile}/versions") }
        )
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.NotFound), reply.Text);
    }

    [Test]
    public async Task A_profile_that_is_changed_while_it_is_ranked_is_ranked_as_it_is_then()
    {
        await PutAsync(Body());

        var ranking = await RankWhileAsync(() => PatchAsync("""{"child":{"selfHarm":"none"}}""", "\"1\"").GetAwaiter().GetResult());

        Assert.That(ranking!.Ranking.Record.ProfileVersion, Is.EqualTo(2));
    }

    [Test]
    public async Task A_case_that_is_erased_while_its_profile_is_ranked_does_not_begin_again()
    {
        await PutAsync(Body());
        await service.SendAsync(HttpMethod.Put, $"{Case}/team", LiveService.Content("""{"team":"nord"}"""));

        var ranking = await RankWhileAsync(() => ErasureTests.EraseAsync(service).GetAwaiter().GetResult());

        Assert.That(ranking, Is.Null);
        Assert.That((await service.GetAsync(Case)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
    }

    [Test]
    public async Task A_key_from_before_an_erasure_is_gone()
    {
        await PutAsync(Body());
        await RankAsync("{}", key: "k");
        Assert.That((await ErasureTests.EraseAsync(service)).Status, Is.EqualTo(HttpStatusCode.OK));
        await PutAsync(Body());

        Assert.That((await RankAsync("{}", key: "k")).Status, Is.EqualTo(HttpStatusCode.Gone));
        Assert.That((await RankAsync("{}", key: "another")).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task What_is_refused_of_a_profile_that_is_kept_leaves_a_trace()
    {
        await PutAsync(Body());
        await PatchAsync("""{"child":{"birthDate":null}}""", "\"1\"");
        await RankAsync("""{"asOf":"2040-01-01"}""");
        var actions = (await service.GetAsync($"{Case}/access-log"))
            .Json.GetProperty("entries")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("action").GetString());
        Assert.That(actions, Is.EqualTo(new[] { "profile-recorded", "profile-read", "profile-read", "access-log-exported" }));
    }

    [Test]
    public async Task A_condition_that_became_a_refusal_is_not_met()
    {
        await PutAsync(Body(profile => profile["legal"] = new JsonObject()));
        await RankAsync("{}");
        await PatchAsync("""{"legal":{"grounds":[]}}""", "\"1\"");
        var ranking = await RankAsync("{}");

        var excluded = ranking
            .Json.GetProperty("placements")
            .EnumerateArray()
            .Where(place => place.GetProperty("eligibility").GetString() == "excluded")
            .Select(place => place.GetProperty("placementId").GetString());
        Assert.That(excluded, Does.Contain("soenderbro"));
        Assert.That(
            ranking
                .Json.GetProperty("since")
                .GetProperty("conditionsMet")
                .EnumerateArray()
                .Select(met => met.GetProperty("placementId").GetString())
                .Intersect(excluded),
            Is.Empty
        );
    }

    [TestCase(".")]
    [TestCase("..")]
    [TestCase("a/b")]
    public async Task The_address_of_a_profile_leads_to_it(string reference)
    {
        var path = reference[0] == '.' ? $"/v1/cases/~/profile?reference={reference}" : "/v1/cases/a%2Fb/profile";
        var made = await service.SendAsync(HttpMethod.Put, path, LiveService.Content(Body()));
        if (made.Status == HttpStatusCode.NotFound)
            Assert.Pass("no case begins under it");
        var read = await service.GetAsync(made.Headers.Location!.ToString());
        Assert.That((made.Status, read.Text), Is.EqualTo((HttpStatusCode.Created, made.Text)));
    }

    /// <summary>Ranks the profile, and lets something happen between its reading and the recording.</summary>
    Task<ProfileRanking?> RankWhileAsync(Action meanwhile)
    {
        var services = service.App.Services;
        var handler = new ProfileHandler(
            services.GetRequiredService<MatchingStore>(),
            services.GetRequiredService<ReferenceDataStore>(),
            services.GetRequiredService<CaseCommands>(),
            services.GetRequiredService<RankingHandler>(),
            new Today(new InterruptedClock(TimeProvider.System, [meanwhile]))
        );
        Assert.That(CaseReference.TryParse(Example.CaseReference, out var reference), Is.True);
        using var nothing = System.Text.Json.JsonDocument.Parse("{}");
        var sent = nothing.RootElement.Clone();
        return handler.RankAsync(reference, sent, new Requester(LiveService.All, TeamSet.All, null), default, new Problems());
    }

    [Test]
    public async Task Who_wrote_and_who_read_stands_in_the_access_log_and_another_teams_profile_is_not_there()
    {
        await PutAsync(Body());
        await service.GetAsync(Profile);
        var actions = (await service.GetAsync($"{Case}/access-log"))
            .Json.GetProperty("entries")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("action").GetString());
        Assert.That(actions, Is.EqualTo(new[] { "profile-recorded", "profile-read", "access-log-exported" }));

        await service.SendAsync(HttpMethod.Put, $"{Case}/team", LiveService.Content("""{"team":"nord"}"""));
        var (_, key) = await service.IssueKeyAsync(""","teams":["syd"]""", "\"visitator\"");
        Assert.That((await service.GetWithKeyAsync(Profile, key)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    static string Today() => new Today(TimeProvider.System).InCopenhagen().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static int Version(Reply reply) => reply.Json.GetProperty("version").GetInt32();

    /// <summary>The example as a profile: with a birth date for the age, and without what a request says of itself.</summary>
    internal static string Body(Action<JsonObject>? change = null)
    {
        var profile = Example.Node();
        foreach (var own in new[] { "caseReference", "mode", "asOf" })
            profile.Remove(own);
        var child = profile["child"]!.AsObject();
        child.Remove("ageYears");
        child["birthDate"] = "2011-05-01";
        change?.Invoke(profile);
        return profile.ToJsonString();
    }

    Task<Reply> PutAsync(string body, string? match = null, string? noneMatch = null) =>
        SendAsync(HttpMethod.Put, Profile, body, match, noneMatch);

    Task<Reply> PatchAsync(string patch, string? match) => SendAsync(HttpMethod.Patch, Profile, patch, match, null);

    Task<Reply> SendAsync(HttpMethod method, string path, string body, string? match, string? noneMatch) =>
        service.SendAsync(
            method,
            path,
            LiveService.Content(body),
            change: request =>
            {
                if (match is not null)
                    request.Headers.TryAddWithoutValidation("If-Match", match);
                if (noneMatch is not null)
                    request.Headers.TryAddWithoutValidation("If-None-Match", noneMatch);
            }
        );

    Task<Reply> RankAsync(string body, string path = Case, string? key = null) =>
        service.SendAsync(
            HttpMethod.Post,
            $"{path}/rankings",
            LiveService.Content(body),
            change: request =>
            {
                if (key is not null)
                    request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            }
        );
}
