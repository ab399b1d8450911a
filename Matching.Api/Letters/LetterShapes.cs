using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;

namespace Matching.Api.Letters;

// For the OpenAPI document alone; tests hold it together with what is read and written.

/// <summary>A letter about a recorded ranking.</summary>
/// <param name="AgeBand">The ages a letter to the child is written for; null for other readers.</param>
/// <param name="PlacementId">The placement that is proposed; null when none is possible.</param>
/// <param name="TextsVersion">The texts it is written with: those of the ranking, or those in force where those are from before there were
/// letters.</param>
/// <param name="Lix">How hard it is to read (LIX).</param>
/// <param name="Checks">What the sender has to check first. No part of the letter.</param>
public sealed record LetterShape(
    Audience Audience,
    Language Lang,
    string? AgeBand,
    string? PlacementId,
    string TextsVersion,
    string Title,
    IReadOnlyList<string> Opening,
    IReadOnlyList<LetterSectionShape> Sections,
    IReadOnlyList<string> Closing,
    decimal Lix,
    IReadOnlyList<string> Checks
);

/// <summary>A heading, then paragraphs, then the items of a list.</summary>
public sealed record LetterSectionShape(string Heading, IReadOnlyList<string> Paragraphs, IReadOnlyList<string> Items);
