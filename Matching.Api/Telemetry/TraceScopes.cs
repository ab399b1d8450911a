using System.Collections;
using System.Diagnostics;

namespace Matching.Api.Telemetry;

/// <summary>
/// Puts the trace id on every line that is logged while a request runs, and nothing else: the scopes of the framework hold the address
/// asked for, where a case's
/// reference can stand, so they are not kept.
/// </summary>
internal sealed class TraceScopes : IExternalScopeProvider
{
    /// <inheritdoc/>
    public void ForEachScope<TState>(Action<object?, TState> callback, TState state)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } running)
            callback(new TraceId(running.TraceId.ToHexString()), state);
    }

    /// <inheritdoc/>
    public IDisposable Push(object? state) => Nothing.ToEnd;

    private sealed class TraceId(string id) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] =>
            index == 0 ? new("TraceId", id) : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        public override string ToString() => $"TraceId:{id}";

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing ToEnd = new();

        public void Dispose() { }
    }
}
