using System.Net;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Matching.Api.Security;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Security;

/// <summary>Nobody gives, or is shown, a key that works for teams they do not work for themselves.</summary>
public sealed class GivenKeysTests
{
    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start() =>
        service = await LiveService.StartAsync([.. Administrator("north", "nord,øst"), .. Administrator("nowhere", "")]);

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("north", "[\"nord\"]", true)]
    [TestCase("north", "[\"øst\",\"nord\"]", true)]
    [TestCase("north", "[]", true)]
    [TestCase("north", "null", true)]
    [TestCase("north", "[\"*\"]", false)]
    [TestCase("north", "[\"syd\"]", false)]
    [TestCase("north", "[\"nord\",\"syd\"]", false)]
    [TestCase("north", "[\"Nord\"]", false)]
    [TestCase("nowhere", "[]", true)]
    [TestCase("nowhere", "[\"nord\"]", false)]
    [TestCase("nowhere", "[\"*\"]", false)]
    [TestCase("administrator", "[\"*\"]", true)]
    [TestCase("administrator", "[\"syd\"]", true)]
    public async Task A_key_is_made_for_teams_of_its_maker_only(string caller, string teams, bool isMade)
    {
        var entries = await service.EntriesAsync();
        var reply = await IssueAsync(teams, caller);
        Assert.That(
            (reply.Status, string.Join(' ', reply.FaultyFields), await service.EntriesAsync() - entries),
            Is.EqualTo(isMade ? (HttpStatusCode.Created, "", 1) : (HttpStatusCode.Forbidden, "teams", 0)),
            reply.Text
        );
        if (!isMade)
            Assert.That(reply.FaultAsProblem(), Is.Null);
    }

    [TestCase("north", "[\"nord\"]", true)]
    [TestCase("north", "[\"*\"]", false)]
    [TestCase("north", "[\"nord\",\"syd\"]", false)]
    [TestCase("nowhere", "[\"nord\"]", false)]
    [TestCase("administrator", "[\"*\"]", true)]
    public async Task The_next_key_is_shown_to_who_could_have_made_it_only(string caller, string teams, bool isShown)
    {
        var id = (await IssueAsync(teams, LiveService.All)).Json.GetProperty("id").GetString();
        var reply = await service.SendAsync(
            HttpMethod.Post,
            $"/v1/keys/{id}/rotation",
            LiveService.Content("""{"overlapDays":0}"""),
            caller
        );
        Assert.That(
            (reply.Status, reply.Text.Contains("\"key\"", StringComparison.Ordinal)),
            Is.EqualTo((isShown ? HttpStatusCode.Created : HttpStatusCode.Forbidden, isShown)),
            reply.Text
        );
        var listed = (await service.GetAsync("/v1/keys")).Json.GetProperty("keys").EnumerateArray();
        Assert.That(
            listed.Single(key => key.GetProperty("id").GetString() == id).GetProperty("replacedBy").ValueKind,
            Is.EqualTo(isShown ? JsonValueKind.String : JsonValueKind.Null)
        );
    }

    [Test]
    public async Task A_key_that_was_given_gives_no_more_than_it_holds()
    {
        var given = (await IssueAsync("[\"nord\"]", "north", "administrator")).Json.GetProperty("key").GetString()!;
        var reply = await service.SendAsync(
            HttpMethod.Post,
            "/v1/keys",
            LiveService.Content("""{"name":"next","roles":["visitator"],"teams":["øst"]}"""),
            caller: "",
            change: request => request.Headers.Add("X-Api-Key", given)
        );
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public void Whoever_covers_some_teams_may_see_every_case_that_they_may()
    {
        string[] names = ["nord", "syd", "øst"];
        var sets = Gen.OneOf(
            Gen.Constant(TeamSet.All),
            Gen.ListOf(Gen.Elements(names)).Select(words => TeamSet.From([.. words]) ?? TeamSet.None)
        );
        Prop.ForAll(
                sets.Zip(sets).ToArbitrary(),
                pair =>
                    pair.Item1.Covers(pair.Item2)
                    == (
                        (pair.Item1.IsEvery || !pair.Item2.IsEvery)
                        && Array.TrueForAll(names, team => pair.Item1.Includes(team) || !pair.Item2.Includes(team))
                    )
            )
            .QuickCheckThrowOnFailure();
    }

    Task<Reply> IssueAsync(string teams, string caller, string role = "visitator") =>
        service.SendAsync(
            HttpMethod.Post,
            "/v1/keys",
            LiveService.Content($$"""{"name":"k-{{Guid.NewGuid()}}","roles":["{{role}}"],"teams":{{teams}}}"""),
            caller
        );

    static string[] Administrator(string caller, string teams) =>
        [
            $"--ApiKeys:{caller}:Key={LiveService.KeyOf(caller)}",
            $"--ApiKeys:{caller}:Roles=administrator",
            $"--ApiKeys:{caller}:Teams={teams}",
        ];
}
