using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;

namespace Matching.Api.Searches;

/// <summary>
/// Records that places did not answer in time. It looks at start and every minute; of several instances the first to record it does, and
/// the others find it recorded.
/// </summary>
public sealed partial class OfferExpiry(
    SearchProjection searches,
    SearchHandler handler,
    Today today,
    TimeProvider clock,
    ILogger<OfferExpiry> logger
) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly Requester Clock = new("clock", TeamSet.All, null);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        var day = today.InCopenhagen();
        var overdue = searches
            .All.SelectMany(known => known.Value.Open?.Offers.Select(offer => (SubjectId: known.Key, Offer: offer)) ?? [])
            .Where(found => found.Offer.Outcomes.IsEmpty && found.Offer.StateOn(day) == OfferState.Expired);
        foreach (var (subjectId, offer) in overdue)
        {
            stopping.ThrowIfCancellationRequested();
            try
            {
                await handler.ExpireAsync(subjectId, offer.OfferId, Clock);
            }
            catch (DuplicateIdempotencyException)
            {
                // Another instance was faster.
            }
            catch (PayloadUnreadableException unreadable) when (unreadable.KeyIsMissing)
            {
                // The case was erased meanwhile.
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // What cannot be written now is looked for again; that an offer is expired is seen without it.
                NotRecorded(logger, fault);
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "That an offer expired could not be recorded; it is tried again")]
    private static partial void NotRecorded(ILogger logger, Exception fault);
}
