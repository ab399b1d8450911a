using System.Diagnostics.CodeAnalysis;

namespace Matching.Engine;

/// <summary>
/// Tells objects apart by reference and finds them by a number of their content. The runtime's own number for an object is written into
/// its header the first time it is asked for, which costs more than all the rest where every answer makes new objects.
/// </summary>
/// <param name="numberOf">A number that is quick to give, and seldom the same for two objects.</param>
public sealed class ByReference<T>(Func<T, int> numberOf) : IEqualityComparer<T>
    where T : class
{
    /// <inheritdoc/>
    public bool Equals(T? one, T? other) => ReferenceEquals(one, other);

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] T thing) => numberOf(thing);
}
