using Matching.Api.Http;
using Matching.Api.Stays;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Exports;

/// <summary>What the OpenAPI document says of the calls about exports.</summary>
internal static class ExportDescriptions
{
    public static void DescribeRankingExport(this RouteHandlerBuilder route) =>
        route
            .WithName("exportRankings")
            .WithSummary("Rankings under pseudonyms, one JSON object per line")
            .WithDescription(
                "Without case references, with whole years for dates of birth and months for days. Still personal data. Each case's "
                    + "access log says that it was exported."
            )
            .WithMetadata(
                new DescribedParameter("from", InHeader: false, "The first day of recording, in Copenhagen."),
                new DescribedParameter("to", InHeader: false, "The last day."),
                Purpose
            )
            .Produces<string>(contentType: "application/x-ndjson")
            .Fails(400, 503);

    public static void DescribeStayExport(this RouteHandlerBuilder route) =>
        route
            .WithName("exportStays")
            .WithSummary("Stays under pseudonyms, to learn from")
            .WithDescription(
                "application/json or text/csv by Accept; the CSV form is the one models are trained on (data/training/README.md). "
                    + "Without case references, dates of birth and days of earlier placements. Still personal data. "
                    + "Each case's access log says that it was exported."
            )
            .WithMetadata(Purpose)
            .WithMetadata(new OtherForms(["text/csv"]))
            .Produces<StayExportShape>()
            .Fails(400, 406, 503);
}
