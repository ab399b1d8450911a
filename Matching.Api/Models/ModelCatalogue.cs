using System.Text.Json;
using Matching.Api.Storage;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;

namespace Matching.Api.Models;

/// <summary>Every model there is, in a folder or in the record, and which of them rankings may use.</summary>
public sealed class ModelCatalogue(ModelFolders folders, Func<ModelState> standing, Func<string, StoredDocument?> find)
{
    /// <summary>All of them. Those whose files are at fault are named with what is wrong.</summary>
    public ModelList List()
    {
        var now = standing();
        var stored = folders.All();
        var promoted = now
            .Promotions.Select(promotion => promotion.Version)
            .Distinct(StringComparer.Ordinal)
            .Except(stored.Select(model => model.Version), StringComparer.Ordinal);
        return new ModelList(
            now.IsOn,
            now.Promoted?.Version,
            now.InForce,
            [
                .. stored
                    .Select(model => Line(model.Version, now, () => Of(model)))
                    .Concat(promoted.Select(version => Line(version, now, () => OfRecord(version, now))))
                    .OrderBy(model => model.Version, StringComparer.Ordinal),
            ]
        );
    }

    /// <summary>One of them; null when there is none of that version, or its files are at fault.</summary>
    public ModelDetails? Find(string version)
    {
        if (!ModelFolders.IsVersion(version))
            return null;
        var now = standing();
        try
        {
            var found = folders.Find(version) is { } stored ? Of(stored) : OfRecord(version, now);
            return found is null
                ? null
                : new ModelDetails(
                    version,
                    now.InForce == version,
                    found.Document.Files[0].Content.GetProperty("origin"),
                    found.Evaluation?.Document.Files[0].Content,
                    found.Card
                );
        }
        catch (DataException)
        {
            return null;
        }
    }

    private static ModelLine Line(string version, ModelState now, Func<Found?> open)
    {
        var promotion = now.Promotions.LastOrDefault(promotion => promotion.Version == version);
        try
        {
            var found = open() ?? throw new DataException($"The model {version}", ["is not in the store"]);
            var origin = ModelFileLoader.Load(found.Document).Origin;
            var gates = found.Evaluation?.Gates.Gates;
            return new ModelLine(
                version,
                origin.Trainer,
                origin.Seed,
                origin.Stays,
                origin.Children,
                origin.Breakdowns,
                origin.FirstStart,
                origin.LastStart,
                gates is not null && gates.All(gate => gate.Passed == true),
                [.. (gates ?? []).Select(gate => new GateLine(gate.Code, gate.Passed))],
                found.Source,
                now.InForce == version,
                promotion?.At,
                promotion?.By,
                promotion?.Overridden ?? [],
                null
            );
        }
        catch (DataException fault)
        {
            return new ModelLine(
                version,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                [],
                ModelSource.Own,
                now.InForce == version,
                promotion?.At,
                promotion?.By,
                promotion?.Overridden ?? [],
                fault.Message
            );
        }
    }

    private static Found Of(StoredModel model) =>
        new(model.Document(), model.Evaluation(), model.Card(), model.IsShipped ? ModelSource.Shipped : ModelSource.Own);

    private Found? OfRecord(string version, ModelState now)
    {
        if (now.Promotions.LastOrDefault(promotion => promotion.Version == version) is not { } promotion || find(version) is not { } model)
            return null;
        return new Found(
            DataDocument.FromContent(model.Content),
            find(promotion.Evaluation) is { } evaluation ? StoredEvaluation.OfContent(evaluation.Content) : null,
            null,
            ModelSource.Record
        );
    }

    private sealed record Found(DataDocument Document, StoredEvaluation? Evaluation, string? Card, ModelSource Source);
}

/// <summary>Every model, and which one rankings may use.</summary>
/// <param name="On">Whether the use of models is switched on.</param>
/// <param name="Promoted">The version of the promotion that stands; null when there is none.</param>
/// <param name="InForce">The version that rankings may use; null when none is promoted or use is switched off.</param>
/// <param name="Models">By version.</param>
public sealed record ModelList(bool On, string? Promoted, string? InForce, IReadOnlyList<ModelLine> Models);

/// <summary>A model in short. Numbers under five are not reported.</summary>
/// <param name="Trainer">What made it; null when its file is at fault, as with everything of it below.</param>
/// <param name="Stays">How many it was trained on.</param>
/// <param name="Passed">Whether every gate is passed.</param>
/// <param name="Gates">Each gate; none when there is no evaluation.</param>
/// <param name="Source">Where it lies.</param>
/// <param name="PromotedAt">When it was promoted last, UTC; null when no promotion of it stands.</param>
/// <param name="PromotedBy">Who answers for that.</param>
/// <param name="Overridden">Gates in spite of which.</param>
/// <param name="Fault">What is wrong with its files; null when nothing is.</param>
public sealed record ModelLine(
    string Version,
    string? Trainer,
    int? Seed,
    int? Stays,
    int? Children,
    int? Breakdowns,
    DateOnly? FirstStart,
    DateOnly? LastStart,
    bool Passed,
    IReadOnlyList<GateLine> Gates,
    ModelSource Source,
    bool InForce,
    string? PromotedAt,
    string? PromotedBy,
    IReadOnlyList<string> Overridden,
    string? Fault
);

/// <summary>A gate of a model.</summary>
/// <param name="Passed">Null where it could not be assessed, which is not passed.</param>
public sealed record GateLine(string Gate, bool? Passed);

/// <summary>A model in full.</summary>
/// <param name="Origin">What it was made from.</param>
/// <param name="Evaluation">What was found of it; null when it was not judged.</param>
/// <param name="Card">Its card, Markdown; null when only the record has it.</param>
public sealed record ModelDetails(string Version, bool InForce, JsonElement Origin, JsonElement? Evaluation, string? Card);

/// <summary>Where a model lies.</summary>
public enum ModelSource
{
    /// <summary>It was made here.</summary>
    Own,

    /// <summary>It came with the program.</summary>
    Shipped,

    /// <summary>It was promoted once, and only the record has it still.</summary>
    Record,
}
