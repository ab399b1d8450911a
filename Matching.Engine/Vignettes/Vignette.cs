using Matching.Engine.Inquiry;
using Matching.Engine.Profiles;

namespace Matching.Engine.Vignettes;

/// <summary>A described child, and what people who know the field expect of the answer.</summary>
/// <param name="Profile">What is known about the child.</param>
/// <param name="AsOf">The day the case speaks of.</param>
/// <param name="Availability">Free beds, by placement id; a place that is not there is unknown.</param>
/// <param name="Expectations">What must hold; each is judged by itself.</param>
public sealed record Vignette(
    ChildProfile Profile,
    DateOnly AsOf,
    IReadOnlyDictionary<string, Availability> Availability,
    IReadOnlyList<Expectation> Expectations
)
{
    /// <summary>Asks as any request is asked, and holds every expectation against the answer.</summary>
    public IReadOnlyList<Finding> Try(ReferenceDataSet referenceData)
    {
        var observed = new Observed(CaseInquiry.Ask(Profile, referenceData, Availability, AsOf), referenceData.Catalogue);
        return [.. Expectations.Select(expectation => new Finding(expectation, expectation.Missed(observed)))];
    }
}
