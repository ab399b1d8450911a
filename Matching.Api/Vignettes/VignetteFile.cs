using System.Text.Json;
using Matching.Engine;
using Matching.Engine.Vignettes;

namespace Matching.Api.Vignettes;

/// <summary>
/// A case of an evaluation kit: a request, what is expected of its answer, and the published statement that the expectations rest on.
/// </summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Title">Who the child is, in a line.</param>
/// <param name="Statement">The published fact, in own words.</param>
/// <param name="Source">Where it is written: document, page or section.</param>
/// <param name="Vignette">The child and the expectations.</param>
/// <param name="Expect">The expectations as they stand in the file, in the same order.</param>
public sealed record VignetteFile(
    string Name,
    TwoLanguages Title,
    TwoLanguages Statement,
    string Source,
    Vignette Vignette,
    IReadOnlyList<JsonElement> Expect
)
{
    /// <summary>Answers the case and judges it.</summary>
    public VignetteResult Try(ReferenceDataSet referenceData) => new(this, Vignette.Try(referenceData));
}

/// <summary>A case and how its expectations held.</summary>
public sealed record VignetteResult(VignetteFile Case, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether all of them hold.</summary>
    public bool Holds => Findings.All(finding => finding.Holds);
}
