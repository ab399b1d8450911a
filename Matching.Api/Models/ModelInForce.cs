using System.Collections.Concurrent;
using Matching.Api.Placements;
using Matching.Api.Storage;
using Matching.Engine.Learning;
using Matching.Engine.Reading;

namespace Matching.Api.Models;

/// <summary>The model that rankings may use now, and any that one was ever made with: from the store alone, whatever becomes of the folders of models.</summary>
public sealed class ModelInForce(PresentStateBoard board, Func<string, StoredDocument?> find)
{
    private const int MostKept = 4;
    private readonly ConcurrentDictionary<string, FittedModel> _models = new(StringComparer.Ordinal);

    /// <summary>The model in force; null when none is promoted or use is switched off.</summary>
    /// <exception cref="InvalidDataException">It is not in the store as it was promoted.</exception>
    public FittedModel? Current => board.Current.Models.InForce is { } version ? Of(version) : null;

    /// <summary>A model that was promoted once.</summary>
    /// <exception cref="InvalidDataException">It is not in the store as it was promoted.</exception>
    public FittedModel Of(string version)
    {
        if (_models.TryGetValue(version, out var known))
            return known;
        if (_models.Count >= MostKept)
            _models.Clear();
        return _models.GetOrAdd(version, Load);
    }

    private FittedModel Load(string version)
    {
        var document = DataDocument.FromContent(find(version)?.Content ?? throw new InvalidDataException($"The model of version {version} is not in the store."));
        if (document.Version != version)
            throw new InvalidDataException($"The model kept as version {version} is another one.");
        try
        {
            return ModelFileLoader.Load(document);
        }
        catch (DataException refused)
        {
            throw new InvalidDataException($"The model of version {version} can no longer be read.", refused);
        }
    }
}
