using System.Security.Cryptography;
using System.Text;
using Matching.Api.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Security;

/// <summary>Who a key belongs to.</summary>
public sealed class CallerDirectoryTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_key_opens_until_the_moment_it_expires()
    {
        var clock = new FakeTimeProvider(Now);
        var register = new CallerDirectory([Caller("desk", "key", TeamSet.None, Now.AddSeconds(1))], clock);
        var before = register.Find("key");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((before?.Identity?.Name, register.Find("key")), Is.EqualTo(("desk", (object?)null)));
    }

    [Test]
    public void A_caller_is_known_by_name_and_teams()
    {
        var teams = TeamSet.From(["south", "north"])!;
        var context = new DefaultHttpContext
        {
            User = new CallerDirectory([Caller("desk", "key", teams)], new FakeTimeProvider(Now)).Find("key")!,
        };
        var caller = context.Caller();
        Assert.That((caller.Name, string.Join(' ', caller.Teams.Words)), Is.EqualTo(("desk", "north south")));
        Assert.That(new[] { "north", "south", "west", "*" }.Select(caller.Teams.Includes), Is.EqualTo(new[] { true, true, false, false }));
    }

    [Test]
    public void The_development_caller_works_for_every_team()
    {
        Assert.That((DevelopmentKey.Caller("key").Teams.Includes("any"), TeamSet.None.Includes("any")), Is.EqualTo((true, false)));
    }

    static Caller Caller(string name, string key, TeamSet teams, DateTimeOffset? expires = null) =>
        new(name, SHA256.HashData(Encoding.UTF8.GetBytes(key)), [Role.Visitator], teams, expires);
}
