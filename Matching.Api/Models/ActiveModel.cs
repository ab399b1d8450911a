using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Models;

/// <summary>
/// The outcome model that rankings may use at present: none at the start, none once its use is switched off. Read once for each ranking and
/// replaced whole, so that no ranking sees two.
/// </summary>
public sealed partial class ActiveModel(MatchingStore store, ILogger<ActiveModel> logger) : IProjection
{
    private ModelState _state = ModelState.None;
    private volatile Lazy<UsableModel?> _current = new((UsableModel?)null);

    /// <summary>The model; null while none may be used.</summary>
    public UsableModel? Current => _current.Value;

    /// <summary>Puts a model in force, or none.</summary>
    public void Put(UsableModel? model) => _current = new(model);

    /// <summary>
    /// Keeps to what the log says. The model is read from the store when it is first asked for; one that cannot be read there may not be
    /// used, which is logged, and rankings by rules alone go on.
    /// </summary>
    public void Apply(ProjectionEntry entry)
    {
        if (entry.Payload is null || ModelChange.Read(entry) is not { } change)
            return;
        var before = _state.InForce;
        _state = _state.With(change);
        if (_state.InForce is var version && version != before)
            _current = new(
                () => version is null ? null : Read(version, store.Documents.Find, logger),
                LazyThreadSafetyMode.PublicationOnly
            );
    }

    private static UsableModel? Read(string version, Func<string, StoredDocument?> find, ILogger logger)
    {
        try
        {
            if (find(version) is { } stored && DataDocument.FromContent(stored.Content) is var document && document.Version == version)
                return UsableModel.Of(document);
            LogUnreadable(logger, version, null);
        }
        catch (Exception fault) when (fault is InvalidDataException or DataException)
        {
            LogUnreadable(logger, version, fault);
        }
        return null;
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The promoted model {Version} is not in the store as it was promoted, or can no longer be read; no model is used"
    )]
    private static partial void LogUnreadable(ILogger logger, string version, Exception? fault);
}
