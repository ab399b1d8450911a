using Matching.Api.Storage;

namespace Matching.Api.Models;

/// <summary>Which model rankings may use, now and as of any earlier entry of the log.</summary>
public sealed class ModelStateProjection : IProjection
{
    private readonly SnapshotHistory<ModelState> _history = new(ModelState.None);

    /// <summary>What is in force now.</summary>
    public ModelState Current => _history.Current;

    /// <summary>Reads what a log holds.</summary>
    public static ModelStateProjection From(LogReader entries)
    {
        var projection = new ModelStateProjection();
        foreach (var entry in entries.Projected(LogKinds.ModelPromotion, LogKinds.ModelRollback, LogKinds.ModelUse))
            projection.Apply(entry);
        return projection;
    }

    /// <summary>What was in force at an entry of the log.</summary>
    public ModelState At(long sequence) => _history.At(sequence);

    /// <inheritdoc/>
    public void Apply(ProjectionEntry entry)
    {
        if (entry.Payload is not null && ModelChange.Read(entry) is { } change)
            _history.Add(entry.Sequence, _history.Current.With(change) with { Sequence = entry.Sequence });
    }
}
