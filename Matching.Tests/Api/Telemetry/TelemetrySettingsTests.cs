using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Telemetry;

public sealed class TelemetrySettingsTests
{
    [Test]
    public void Nothing_is_sent_unless_an_address_is_set() => Assert.That(Settings.Read([.. Settings.OneCaller]).Telemetry, Is.Null);

    [Test]
    public void Protobuf_over_http_is_the_usual_way_and_signals_have_paths_of_their_own()
    {
        var telemetry = Settings.Read([.. Settings.OneCaller, "Telemetry:OtlpEndpoint=https://collector.example/otlp/"]).Telemetry!;
        Assert.That((telemetry.IsGrpc, telemetry.ServiceName), Is.EqualTo((false, "matching")));
        Assert.That(telemetry.AddressOf("metrics").AbsoluteUri, Is.EqualTo("https://collector.example/otlp/v1/metrics"));
    }

    [Test]
    public void Grpc_has_one_address()
    {
        var telemetry = Settings
            .Read([
                .. Settings.OneCaller,
                "Telemetry:OtlpEndpoint=http://collector.example:4317",
                "Telemetry:Protocol=grpc",
                "Telemetry:ServiceName=copenhagen",
            ])
            .Telemetry!;
        Assert.That(
            (telemetry.IsGrpc, telemetry.ServiceName, telemetry.AddressOf("traces").AbsoluteUri),
            Is.EqualTo((true, "copenhagen", "http://collector.example:4317/"))
        );
    }

    [TestCase("http://collector:4318/v1/traces")]
    [TestCase("http://collector:4318/v1/metrics/")]
    [TestCase("https://collector.example/otlp/v1/logs")]
    [TestCase("https://collector.example/otlp/V1/Traces")]
    [TestCase("http://collector:4317/v1/traces", "Telemetry:Protocol=grpc")]
    public void An_address_of_one_signal_is_refused_with_the_address_to_give_instead(string address, params string[] more)
    {
        var refusal = Settings.Refusal([.. Settings.OneCaller, $"Telemetry:OtlpEndpoint={address}", .. more]);
        var right = address[..address.LastIndexOf("/v1/", StringComparison.OrdinalIgnoreCase)];
        Assert.That(refusal, Does.Contain("Telemetry:OtlpEndpoint: ").And.Contain($"'{right}'"));
    }

    [TestCase("https://collector.example/v1")]
    [TestCase("https://collector.example/v1/traces/tenant")]
    [TestCase("https://collector.example/traces")]
    public void Other_paths_are_taken(string address) =>
        Assert.That(
            Settings.Read([.. Settings.OneCaller, $"Telemetry:OtlpEndpoint={address}"]).Telemetry!.AddressOf("traces").AbsoluteUri,
            Is.EqualTo($"{address}/v1/traces")
        );

    [TestCase("Telemetry:OtlpEndpoint=collector:4318", "Telemetry:OtlpEndpoint: ")]
    [TestCase("Telemetry:OtlpEndpoint=ftp://collector", "Telemetry:OtlpEndpoint: ")]
    [TestCase("Telemetry:OtlpEndpoint=http://user:secret@collector", "Telemetry:OtlpEndpoint: ")]
    [TestCase("Telemetry:Protocol=http/json", "Telemetry:Protocol: ")]
    [TestCase("Telemetry:Endpoint=http://collector", "Telemetry:Endpoint: ")]
    [TestCase("Checkpoints:Foldr=/srv", "Checkpoints:Foldr: ")]
    [TestCase("ShutdownSeconds=0", "ShutdownSeconds: ")]
    [TestCase("ShutdownSeconds=soon", "ShutdownSeconds: ")]
    public void A_setting_with_a_fault_is_refused_by_its_name(string setting, string named) =>
        Assert.That(Settings.Refusal([.. Settings.OneCaller, setting]), Does.Contain(named).And.Not.Contain("secret"));
}
