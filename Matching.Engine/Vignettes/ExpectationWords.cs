using Matching.Engine.Placements;

namespace Matching.Engine.Vignettes;

/// <summary>The words an expectation may use beside the vocabularies of the contract: a misspelt one would never hold, or always.</summary>
/// <param name="Catalogue">The places there are.</param>
/// <param name="Conditions">The codes of conditions and refusals.</param>
/// <param name="Notices">The codes of notices.</param>
/// <param name="Reminders">The codes of what else the law asks.</param>
public sealed record ExpectationWords(
    Catalogue Catalogue,
    IReadOnlySet<string> Conditions,
    IReadOnlySet<string> Notices,
    IReadOnlySet<string> Reminders
);
