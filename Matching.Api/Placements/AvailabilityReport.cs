using Matching.Api.Http;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;

namespace Matching.Api.Placements;

/// <summary>How many places a placement says are free.</summary>
internal sealed record AvailabilityReport(Availability Availability) : IRequestBody<AvailabilityReport>
{
    private const int MostFreePlaces = 1000;

    /// <inheritdoc/>
    public static AvailabilityReport Read(ObjectReader body, HttpContext context) =>
        new(new Availability(body.Require("freePlaces").Integer("freePlaces", 0, MostFreePlaces) ?? 0, ReportDay.Read(body, context)));
}
