using System.Net;
using Matching.Engine.Parsing;

namespace Matching.Api.Hosting;

/// <summary>Where the service is told to listen, and whether that is safe.</summary>
/// <param name="Urls">Addresses separated by semicolons, as the framework takes them.</param>
/// <param name="All">Each of them, those of the Kestrel section included.</param>
internal sealed record ListeningAddresses(string Urls, IReadOnlyList<string> All)
{
    /// <summary>Reads them.</summary>
    public static ListeningAddresses Read(IConfiguration configuration)
    {
        var urls = configuration["urls"] is { Length: > 0 } configured ? configured : ServiceSettings.DefaultUrls;
        return new ListeningAddresses(
            urls,
            [
                .. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""),
            ]
        );
    }

    /// <summary>Notes every address that others could reach.</summary>
    public void RequireLoopback(Problems problems)
    {
        foreach (var url in All.Where(url => !IsLoopback(url)))
            problems.Add("urls", $"without configured ApiKeys or Oidc the service listens on loopback addresses only, not on {url}");
    }

    /// <summary>Warns of every address where keys would travel in the clear.</summary>
    public IEnumerable<string> Warnings() =>
        All.Where(url => !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !IsLoopback(url))
            .Select(url =>
                $"The service listens on {url} without TLS: keys and answers can be read on the way unless something in front "
                + $"encrypts them."
            );

    /// <summary>Whether only this machine reaches the address; one that cannot be read counts as reached by all.</summary>
    public static bool IsLoopback(string url)
    {
        string host;
        try
        {
            host = BindingAddress.Parse(url.Contains("://", StringComparison.Ordinal) ? url : $"http://{url}").Host.Trim('[', ']');
        }
        catch (FormatException)
        {
            return false;
        }
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
