using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Effects;

/// <summary>What the OpenAPI document says of the calls about what past choices say.</summary>
internal static class SelectionDescriptions
{
    public static void DescribeSelection(this RouteHandlerBuilder route) =>
        route
            .WithName("studySelection")
            .WithSummary("What past choices say about choosing otherwise")
            .WithDescription(
                "How many stays would have broken down within a year had the first place of each ranking been chosen that was not "
                    + "known to be full: self-normalised and doubly robust, with intervals, or refused where too few "
                    + "children were placed so. It holds as far as what decided the choices is in the record. Each case's access log "
                    + "says that it was read."
            )
            .WithMetadata(Purpose)
            .Fails(400, 503);
}
