using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Parsing;

namespace Matching.Api.Models;

/// <summary>
/// Puts models to use, takes them back and switches their use. Every change is in the log, with who answers for it, before it is in force.
/// </summary>
public sealed class ModelRegistry(MatchingStore store, ModelStateProjection state, ModelFolders folders)
{
    /// <summary>The kinds of the documents that are kept with a promotion.</summary>
    public const string ModelKind = "model",
        EvaluationKind = "model-evaluation";

    public const string NoEvaluation = "no-evaluation",
        InForceAlready = "in-force-already",
        NothingPromoted = "nothing-promoted";

    /// <summary>Puts a model to use; null when there is none of that version.</summary>
    /// <param name="version">Which.</param>
    /// <param name="wish">Who answers for it.</param>
    /// <param name="own">What models are judged by here.</param>
    /// <param name="caller">Who asks for it here.</param>
    /// <exception cref="DataException">What is in its folder is at fault.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    public async Task<PromotionOutcome?> PromoteAsync(string version, PromotionWish wish, LearningData own, string caller)
    {
        if (folders.Find(version) is not { } stored)
            return null;
        var document = stored.Document();
        var model = ModelFileLoader.Load(document); // What cannot be used is not promoted.
        if (stored.Evaluation() is not { } evaluation)
            return new PromotionOutcome([new PromotionRefusal(NoEvaluation, null)], []);
        var overridden = Promotion.OverriddenBy(evaluation.Gates.Gates, wish);
        IReadOnlyList<PromotionRefusal> refusals =
        [
            .. Promotion.RefusalsOfOthers(
                new JudgedBy(evaluation.Gates.Settings, model.Origin.PriorVersion),
                new JudgedBy(own.Settings.Version, own.Prior.Version)
            ),
            .. Promotion.Refusals(evaluation.Gates.Gates, wish),
        ];
        if (refusals.Count > 0)
            return new PromotionOutcome(refusals, []);

        // On disk before the entry that rests on them.
        await store.Documents.SaveIfNewAsync(ModelKind, document.Version, document.Content);
        await store.Documents.SaveIfNewAsync(EvaluationKind, evaluation.Document.Version, evaluation.Document.Content);
        var change = new ModelChange.Promoted(
            document.Version,
            evaluation.Document.Version,
            "",
            wish.By,
            overridden,
            overridden.Count > 0 ? wish.Second : null,
            overridden.Count > 0 ? wish.Reason : null
        );
        return await store.DecideFirmlyAsync(async known =>
        {
            if (state.Current.Promoted?.Version == version)
                return new PromotionOutcome([new PromotionRefusal(InForceAlready, null)], []);
            await AppendAsync(LogKinds.ModelPromotion, change.Payload(), caller, known);
            return new PromotionOutcome([], overridden);
        });
    }

    /// <summary>Brings back the model before, or none.</summary>
    /// <param name="by">Who answers for it.</param>
    /// <param name="caller">Who asks for it here.</param>
    /// <returns>What went and what came; null when no model was promoted.</returns>
    public Task<ModelChange.RolledBack?> RollBackAsync(string by, string caller) =>
        store.DecideFirmlyAsync(async known =>
        {
            var standing = state.Current;
            if (standing.Promoted is not { } promoted)
                return null;
            var change = new ModelChange.RolledBack(promoted.Version, standing.Before, by);
            await AppendAsync(LogKinds.ModelRollback, change.Payload(), caller, known);
            return change;
        });

    /// <summary>Switches the use of any model; nothing is recorded where it stands so already.</summary>
    /// <returns>Whether it was switched.</returns>
    public Task<bool> SwitchAsync(bool on, string by, string caller) =>
        store.DecideFirmlyAsync(async known =>
        {
            if (state.Current.IsOn == on)
                return false;
            await AppendAsync(LogKinds.ModelUse, new ModelChange.Switched(on, by).Payload(), caller, known);
            return true;
        });

    private Task AppendAsync(string kind, byte[] payload, string caller, long? known) =>
        store.Log.AppendAsync(
            new NewEntry
            {
                Kind = kind,
                Caller = caller,
                Payload = payload,
                Expected = ExpectedVersion.Of(known, StreamName.Models),
            },
            CancellationToken.None
        );
}

/// <summary>What came of a wish to promote.</summary>
/// <param name="Refusals">Why it was not done; none when it was.</param>
/// <param name="Overridden">The gates in spite of which it was.</param>
public sealed record PromotionOutcome(IReadOnlyList<PromotionRefusal> Refusals, IReadOnlyList<string> Overridden)
{
    /// <summary>Whether the model is promoted.</summary>
    public bool IsPromoted => Refusals.Count == 0;
}
