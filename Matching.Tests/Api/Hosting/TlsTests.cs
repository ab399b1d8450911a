using System.Net;
using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Matching.Api.Hosting;
using Matching.Api.Security;
using Matching.Api.Settings;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>TLS as configured for the web server, and files that must be private.</summary>
[Platform(Exclude = "Win", Reason = "Windows has no such file modes.")]
[UnsupportedOSPlatform("windows")]
public sealed class TlsTests
{
    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    string folder = "",
        certificate = "",
        key = "";

    [SetUp]
    public void MakeCertificate()
    {
        folder = Directory.CreateTempSubdirectory("matching-tls-").FullName;
        (certificate, key) = (Path.Combine(folder, "service.crt"), Path.Combine(folder, "service.key"));
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(certificate, made.ExportCertificatePem());
        File.WriteAllText(key, rsa.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(key, Private);
    }

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task Over_TLS_browsers_are_told_to_stay_there_and_old_versions_are_not_spoken()
    {
        var data = TemporaryStore.NewFolder();
        await using (
            var app = await MatchingApplication.BuildAsync([
                $"--DataDirectory={data}",
                "--urls=https://127.0.0.1:0",
                "--Logging:Console:LogLevel:Default=None",
                .. LiveService.CallerSettings,
                $"--Kestrel:Certificates:Default:Path={certificate}",
                $"--Kestrel:Certificates:Default:KeyPath={key}",
            ])
        )
        {
            await app.StartAsync();
            var address = new Uri(app.Urls.Single());
            using var expected = X509CertificateLoader.LoadCertificateFromFile(certificate);
            using var handler = new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback = (_, given, _, _) => given?.Thumbprint == expected.Thumbprint,
            };
            using var client = new HttpClient(handler);
            var reply = await client.GetAsync(new Uri(address, "/health/live"));
            Assert.That(
                (reply.StatusCode, reply.Headers.GetValues("Strict-Transport-Security").Single()),
                Is.EqualTo((HttpStatusCode.OK, "max-age=31536000"))
            );
            Assert.That(await SpokenAsync(address, SslProtocols.None), Is.AnyOf(SslProtocols.Tls12, SslProtocols.Tls13));
#pragma warning disable SYSLIB0039, CA5397 // An old version is asked for to see it refused.
            Assert.That(async () => await SpokenAsync(address, SslProtocols.Tls11), Throws.Exception);
#pragma warning restore SYSLIB0039, CA5397
        }
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public void A_private_key_that_everyone_can_read_is_refused()
    {
        File.SetUnixFileMode(key, Private | UnixFileMode.OtherRead);
        Assert.That(
            Refusal($"Kestrel:Certificates:Default:Path={certificate}", $"Kestrel:Certificates:Default:KeyPath={key}"),
            Does.Contain("Kestrel:Certificates:Default:KeyPath: ").And.Contain("chmod 600")
        );
        Assert.That(
            Refusal($"Kestrel:Endpoints:Public:Url=https://0.0.0.0:1", $"Kestrel:Endpoints:Public:Certificate:Path={key}"),
            Does.Contain("Kestrel:Endpoints:Public:Certificate:Path: ")
        );
        Assert.That(
            Refusal($"Kestrel:Certificates:Default:Path={key}-not", "Kestrel:Certificates:Default:Password="),
            Does.Contain("is not there")
        );
    }

    [Test]
    public void A_certificate_file_with_a_password_may_be_read_by_everyone()
    {
        File.SetUnixFileMode(key, Private | UnixFileMode.OtherRead);
        Assert.That(
            Settings
                .Read([.. Settings.OneCaller, $"Kestrel:Certificates:Default:Path={key}", "Kestrel:Certificates:Default:Password=secret"])
                .Callers,
            Has.Count.EqualTo(1)
        );
    }

    [TestCase("Kestrel:EndpointDefaults:SslProtocols:0=Tls11")]
    [TestCase("Kestrel:Endpoints:Public:SslProtocols:1=Ssl3")]
    [TestCase("Kestrel:Endpoints:Public:SslProtocols=Tls12,Tls")]
    public void Old_versions_of_TLS_cannot_be_asked_for(string setting)
    {
        Assert.That(Refusal("Kestrel:Endpoints:Public:Url=https://0.0.0.0:1", setting), Does.Contain("may name Tls12 and Tls13 only"));
    }

    [Test]
    public void A_development_key_that_others_can_read_is_refused()
    {
        var path = Path.Combine(folder, "development.key");
        var made = DevelopmentKey.ReadOrMake(path);
        File.SetUnixFileMode(path, Private | UnixFileMode.GroupRead);
        Assert.That(
            () => DevelopmentKey.ReadOrMake(path),
            Throws.TypeOf<SettingsException>().With.Message.Contains("chmod 600").And.Message.Not.Contains(made)
        );
    }

    static string Refusal(params string[] settings) => Settings.Refusal([.. Settings.OneCaller, .. settings]);

    static async Task<SslProtocols> SpokenAsync(Uri address, SslProtocols asked)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port);
        await using var stream = new SslStream(client.GetStream(), false, (_, given, _, _) => given?.Subject == "CN=localhost");
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = asked }
        );
        return stream.SslProtocol;
    }
}
