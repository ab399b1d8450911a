using System.Text.RegularExpressions;
using Matching.Api.Settings;
using Matching.Engine.Parsing;

namespace Matching.Api.Telemetry;

/// <summary>Where metrics and traces are sent.</summary>
/// <param name="Endpoint">The collector's address, without the path of a signal.</param>
/// <param name="IsGrpc">Whether it is spoken to by gRPC; otherwise by protobuf over HTTP.</param>
/// <param name="ServiceName">What the service calls itself there.</param>
public sealed partial record TelemetrySettings(Uri Endpoint, bool IsGrpc, string ServiceName)
{
    private const string Section = "Telemetry",
        OtlpEndpoint = "OtlpEndpoint",
        Protocol = "Protocol",
        Name = "ServiceName";
    private const string Grpc = "grpc",
        Protobuf = "http/protobuf",
        UsualName = "matching";

    /// <summary>Reads the configuration; null = nothing is sent.</summary>
    public static TelemetrySettings? Read(IConfiguration configuration, Problems problems)
    {
        var section = configuration.GetSection(Section);
        KnownKeys.Check(section, problems, OtlpEndpoint, Protocol, Name);
        var protocol = section[Protocol] is { Length: > 0 } chosen ? chosen : Protobuf;
        if (protocol is not (Grpc or Protobuf))
            problems.Add($"{Section}:{Protocol}", $"must be {Grpc} or {Protobuf}");
        if (section[OtlpEndpoint] is not { Length: > 0 } address)
            return null;
        var name = section[Name] is { Length: > 0 } given ? given : UsualName;
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var endpoint)
            || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps)
            || endpoint is not { UserInfo: "", Query: "", Fragment: "" }
        )
        {
            problems.Add($"{Section}:{OtlpEndpoint}", "must be an absolute address, http or https, without a user, query or fragment");
            return null;
        }
        if (SignalAtEnd().Match(address) is { Success: true } signal)
        {
            problems.Add(
                $"{Section}:{OtlpEndpoint}",
                $"must not end in {signal.Value.TrimEnd('/')}, the path of one signal, which the service adds itself; "
                    + $"give the collector's address alone: '{address[..signal.Index]}'"
            );
            return null;
        }
        return new TelemetrySettings(endpoint, protocol == Grpc, name);
    }

    /// <summary>Where one signal goes.</summary>
    /// <param name="signal"><c>metrics</c> or <c>traces</c>.</param>
    public Uri AddressOf(string signal) => IsGrpc ? Endpoint : new Uri($"{Endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}");

    [GeneratedRegex("/v1/(?:traces|metrics|logs)/*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SignalAtEnd();
}
