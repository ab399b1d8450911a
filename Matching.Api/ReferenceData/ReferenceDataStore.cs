using System.Collections.Concurrent;
using Matching.Api.Storage;
using Matching.Engine;
using Matching.Engine.Learning;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;

namespace Matching.Api.ReferenceData;

/// <summary>
/// Catalogue, rules, criteria, texts and model of any version that a ranking was ever made with: those in force at hand, older ones and all
/// models from the store.
/// </summary>
public sealed class ReferenceDataStore(ShippedData current, Func<string, StoredDocument?> find)
{
    private const int MostKept = 16;
    private readonly ConcurrentDictionary<(string, string, string), ReferenceDataSet> _referenceData = new();
    private readonly ConcurrentDictionary<string, FittedModel> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Texts> _texts = new(StringComparer.Ordinal);

    /// <summary>What is in force.</summary>
    public ShippedData Current => current;

    /// <summary>The knowledge of some versions, with the model where they name one.</summary>
    /// <exception cref="InvalidDataException">A version is not in the store.</exception>
    public ReferenceDataSet ReferenceDataOf(RankingVersions versions) =>
        versions.Model is { } model ? WithoutModel(versions) with { Model = ModelOf(model) } : WithoutModel(versions);

    /// <summary>The texts of a version.</summary>
    /// <exception cref="InvalidDataException">The version is not in the store.</exception>
    public Texts TextsOf(RankingVersions versions)
    {
        if (versions.Texts == current.Texts.Version)
            return current.Texts;
        if (_texts.Count > MostKept)
            _texts.Clear();
        return _texts.GetOrAdd(versions.Texts, version => Texts.Load(Document(version)));
    }

    /// <summary>
    /// The texts of a version, or those in force where that version had no words yet for what is asked beyond the ranking.
    /// </summary>
    /// <exception cref="InvalidDataException">The version is not in the store.</exception>
    public Texts TextsForInquiriesOf(RankingVersions versions) =>
        TextsOf(versions) is var texts && texts.HaveInquiries ? texts : current.Texts;

    private ReferenceDataSet WithoutModel(RankingVersions versions)
    {
        var now = current.ReferenceDataSet;
        if (versions.Catalogue == now.Catalogue.Version && versions.Rules == now.Rules.Version && versions.Criteria == now.Criteria.Version)
            return now;
        if (_referenceData.Count > MostKept)
            _referenceData.Clear();
        return _referenceData.GetOrAdd(
            (versions.Catalogue, versions.Rules, versions.Criteria),
            key => ReferenceDataSet.Load(Document(key.Item1), Document(key.Item2), Document(key.Item3))
        );
    }

    private FittedModel ModelOf(string model)
    {
        if (_models.Count > MostKept)
            _models.Clear();
        return _models.GetOrAdd(model, version => UsableModel.Of(Document(version)).Model);
    }

    private DataDocument Document(string version)
    {
        var document = DataDocument.FromContent(
            find(version)?.Content ?? throw new InvalidDataException($"The document of version {version} is not in the store.")
        );
        return document.Version == version
            ? document
            : throw new InvalidDataException($"The document kept as version {version} is another one.");
    }
}
