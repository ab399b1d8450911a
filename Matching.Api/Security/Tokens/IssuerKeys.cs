using System.Diagnostics;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Matching.Api.Security.Tokens;

/// <summary>
/// The issuer's discovery document and signing keys, fetched when first needed, every hour, and when a token names a key not among them.
/// The framework's ConfigurationManager is not used: it answers the request that meets a new key before it has fetched it, keeps keys for
/// as long as the issuer is away, and asks an issuer that is away once more for every token.
/// </summary>
public sealed partial class IssuerKeys(OidcSettings settings, TimeProvider clock, ILogger<IssuerKeys> logger)
    : BaseConfigurationManager,
        IConfigurationManager<OpenIdConnectConfiguration>,
        IDisposable
{
    /// <summary>After this long the keys are fetched again.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);

    /// <summary>Keys older than this are not relied on, however unreachable the issuer is: it may have withdrawn them.</summary>
    public static readonly TimeSpan UsableFor = TimeSpan.FromHours(24);

    /// <summary>The least time between two fetches that tokens with unknown keys bring about.</summary>
    public static readonly TimeSpan BetweenRefreshes = TimeSpan.FromSeconds(30);

    /// <summary>The least time between a fetch that failed and the next.</summary>
    public static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // What a caller sent along (traceparent, tracestate, baggage) is nothing to the issuer.
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        }
    )
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = 1024 * 1024,
    };

    private readonly SemaphoreSlim _oneFetch = new(1);

    // By the check of one token for that check alone: others need not wait for what a wrong token brings about.
    private readonly AsyncLocal<bool> _refreshIsRequested = new();

    private volatile Fetched? _last;
    private DateTimeOffset _lastFailure = DateTimeOffset.MinValue;

    private sealed record Fetched(OpenIdConnectConfiguration Document, DateTimeOffset At);

    /// <summary>The keys as last fetched, or newer ones after <see cref="RequestRefresh"/>.</summary>
    /// <exception cref="IssuerUnavailableException">There are none, or they are too old, and the issuer cannot be asked.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var usualAge = _refreshIsRequested.Value ? BetweenRefreshes : FreshFor;
        return _last is { } last && clock.GetUtcNow() - last.At < usualAge ? last.Document : await FetchAsync(usualAge, cancel);
    }

    /// <inheritdoc/>
    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) =>
        await GetConfigurationAsync(cancel);

    /// <summary>Has the keys fetched again, unless they were fetched just now: a token does not fit them.</summary>
    public override void RequestRefresh() => _refreshIsRequested.Value = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _oneFetch.Dispose();
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync(TimeSpan usualAge, CancellationToken cancellation)
    {
        await _oneFetch.WaitAsync(cancellation);
        try
        {
            var now = clock.GetUtcNow();
            var age = now - _last?.At;
            if (age < usualAge)
                return _last!.Document;
            if (now - _lastFailure < AfterFailure)
                return Fallback(age, null);
            try
            {
                _last = new Fetched(await FetchAsync(), now);
                return _last.Document;
            }
            // Should anything go wrong between here and there, a token cannot be checked, and nobody is let in.
            catch (Exception fault)
            {
                _lastFailure = clock.GetUtcNow();
                LogUnreachable(logger, settings.Authority, fault.GetType().Name);
                return Fallback(age, fault);
            }
        }
        finally
        {
            _oneFetch.Release();
        }
    }

    private OpenIdConnectConfiguration Fallback(TimeSpan? age, Exception? fault) =>
        age < UsableFor ? _last!.Document : throw new IssuerUnavailableException("The issuer's keys cannot be fetched.", fault);

    // Not cancelled with the request that began it: others wait for the same answer.
    private async Task<OpenIdConnectConfiguration> FetchAsync()
    {
        var documents = new HttpDocumentRetriever(_http)
        {
            RequireHttps = settings.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
        };
        var document = await OpenIdConnectConfigurationRetriever.GetAsync(
            $"{settings.Authority}/.well-known/openid-configuration",
            documents,
            CancellationToken.None
        );
        if (document.Issuer?.TrimEnd('/') != settings.Authority)
            throw new IssuerUnavailableException("The discovery document names another issuer.");
        if (document.SigningKeys.Count == 0)
            throw new IssuerUnavailableException("The issuer has no signing keys.");
        return document;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The keys of the issuer {Authority} could not be fetched: {Fault}")]
    private static partial void LogUnreachable(ILogger logger, string authority, string fault);
}
