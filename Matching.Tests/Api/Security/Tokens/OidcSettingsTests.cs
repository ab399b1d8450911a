using System.Runtime.Versioning;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Security.Tokens;

/// <summary>Settings of the issuer: all faults at once.</summary>
public sealed class OidcSettingsTests
{
    string rolesFile = "";

    [SetUp]
    public void NewFile() => rolesFile = Path.Combine(Path.GetTempPath(), $"matching-roles-{Guid.NewGuid()}.json");

    [TearDown]
    public void Remove() => File.Delete(rolesFile);

    [Test]
    public void Whole_settings_are_taken()
    {
        Write("""{ "groups": { "a": { "roles": ["visitator"] } } }""");
        Assert.That(
            Settings
                .Read("Oidc:Authority=https://login.example.dk/", "Oidc:Audience=matching", $"Oidc:RolesFile={rolesFile}")
                .Oidc!.Authority,
            Is.EqualTo("https://login.example.dk")
        );
    }

    [TestCase("Authority", "http://login.example.dk", "Oidc:Authority: must be https")]
    [TestCase("Authority", "login.example.dk", "Oidc:Authority: must be the https address")]
    [TestCase("Authority", "https://login.example.dk/?a=b", "Oidc:Authority: must be the https address")]
    [TestCase("Audience", "", "Oidc:Audience: is required")]
    [TestCase("RolesFile", "/nowhere/roles.json", "Oidc:RolesFile: names a file that cannot be read")]
    [TestCase("RequireHttps", "false", "Oidc:RequireHttps: may be false only for an issuer on this machine")]
    [TestCase("RequireHttps", "no", "Oidc:RequireHttps: must be true or false")]
    [TestCase("Issuer", "https://login.example.dk", "Oidc:Issuer: is not a known setting")]
    public void A_fault_is_told_by_its_key(string key, string value, string expected)
    {
        Write("""{ "groups": { "a": { "roles": ["visitator"] } } }""");
        var settings = new Dictionary<string, string>
        {
            ["Authority"] = "https://login.example.dk",
            ["Audience"] = "matching",
            ["RolesFile"] = rolesFile,
        };
        settings[key] = value;
        Assert.That(Settings.Refusal([.. settings.Select(pair => $"Oidc:{pair.Key}={pair.Value}")]), Does.Contain(expected));
    }

    [Test]
    public void Every_fault_of_the_roles_file_is_told_at_once()
    {
        Write(
            """{ "groups": { "a": { "roles": ["root", "visitator"], "team": [] }, "b": {}, "c": { "teams": ["*", "x"] } }, "scope": [] }"""
        );
        var refusal = Settings.Refusal("Oidc:Authority=nonsense", "Oidc:Audience=matching", $"Oidc:RolesFile={rolesFile}");
        foreach (
            var fault in new[]
            {
                "Oidc:Authority: ",
                "groups.a.roles[0]: must be one of",
                "groups.a.team: is not a known field",
                "groups.b.roles: ",
                "groups.c.teams: ",
                "scope: must be an object",
            }
        )
            Assert.That(refusal, Does.Contain(fault));
    }

    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("")]
    public void A_roles_file_that_gives_nothing_is_refused(string content)
    {
        Write(content);
        Assert.That(
            Settings.Refusal("Oidc:Authority=https://login.example.dk", "Oidc:Audience=matching", $"Oidc:RolesFile={rolesFile}"),
            Does.Contain("Oidc:RolesFile")
        );
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no such file modes.")]
    [UnsupportedOSPlatform("windows")]
    public void A_roles_file_that_everyone_can_change_is_refused()
    {
        Write("""{ "groups": { "a": { "roles": ["visitator"] } } }""");
        File.SetUnixFileMode(rolesFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        Assert.That(
            Settings.Refusal("Oidc:Authority=https://login.example.dk", "Oidc:Audience=matching", $"Oidc:RolesFile={rolesFile}"),
            Does.Contain("chmod o-w")
        );
    }

    void Write(string content) => File.WriteAllText(rolesFile, content);
}
