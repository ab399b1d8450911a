using Matching.Api.Cases;
using Matching.Api.Storage;

namespace Matching.Api.Searches;

/// <summary>What the search for places needs of the service.</summary>
internal static class SearchServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddSearches(this IServiceCollection services, string dataFolder) =>
        services
            .AddSingleton(_ => SearchRules.Load(dataFolder))
            .AddProjection<SearchProjection>()
            .AddSingleton<SearchHandler>()
            .AddSingleton<EnquiryHandler>()
            .AddHostedService<OfferExpiry>()
            .AddAccessLogLine(
                LogKinds.Search,
                (entry, payload) => Access.Of(entry, AccessAction.SearchOpened, null, SearchJson.Read<SearchRecord>(payload).Purpose)
            )
            .AddAccessLogLine(
                LogKinds.SearchWithdrawn,
                (entry, payload) =>
                    Access.Of(entry, AccessAction.SearchWithdrawn, null, SearchJson.Read<SearchWithdrawalRecord>(payload).Purpose)
            )
            .AddAccessLogLine(
                LogKinds.Offer,
                (entry, payload) => Access.Of(entry, AccessAction.OfferMade, null, SearchJson.Read<OfferRecord>(payload).Purpose)
            )
            .AddOutcome(LogKinds.OfferAccepted, AccessAction.OfferAccepted)
            .AddOutcome(LogKinds.OfferDeclined, AccessAction.OfferDeclined)
            .AddOutcome(LogKinds.OfferWithdrawn, AccessAction.OfferWithdrawn)
            .AddOutcome(LogKinds.OfferExpired, AccessAction.OfferExpired);

    private static IServiceCollection AddOutcome(this IServiceCollection services, string kind, AccessAction action) =>
        services.AddAccessLogLine(
            kind,
            (entry, payload) => Access.Of(entry, action, null, SearchJson.Read<OfferOutcomeRecord>(payload).Purpose)
        );
}
