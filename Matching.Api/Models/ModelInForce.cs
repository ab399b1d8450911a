namespace Matching.Api.Models;

/// <summary>
/// The outcome model that rankings may use at present: none at the start, none once its use is switched off. Read once for each ranking and replaced whole, so that no ranking sees two.
/// </summary>
public sealed class ModelInForce
{
    private volatile UsableModel? _current;

    /// <summary>The model; null while none may be used.</summary>
    public UsableModel? Current => _current;

    /// <summary>Puts a model in force, or none.</summary>
    public void Put(UsableModel? model) => _current = model;
}
