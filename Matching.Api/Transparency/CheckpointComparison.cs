namespace Matching.Api.Transparency;

/// <summary>
/// Holds the hashes of a log, taken one after the other, against checkpoints, and says between which two of them a change lies.
/// </summary>
internal sealed class CheckpointComparison
{
    private readonly KeptCheckpoints _kept;
    private readonly CompactRange _tree = new();
    private readonly List<string> _findings;
    private int _next;
    private long _lastFitting;
    private long? _firstDiffering;

    public CheckpointComparison(KeptCheckpoints kept, string? origin)
    {
        _kept = kept;
        _findings = [.. kept.Problems];
        var expected = origin ?? (kept.Authentic.Count > 0 ? kept.Authentic[0].Checkpoint.Origin : "");
        _findings.AddRange(
            kept.Authentic.Where(one => one.Checkpoint.Origin != expected).Select(one => $"Checkpoint {one.File}: it is another log's.")
        );
        Compare(Storage.LogEntry.NoHash);
    }

    /// <summary>How many checkpoints the log fits.</summary>
    public int Fitting { get; private set; }

    /// <summary>How many there are in all.</summary>
    public int Count => _kept.Authentic.Count + _kept.Problems.Count;

    /// <summary>Takes the next entry's chain hash; entries must come in the order of their numbers, without a gap.</summary>
    public void Take(string hash, ReadOnlySpan<byte> leaf)
    {
        _tree.Add(leaf);
        Compare(hash);
    }

    /// <summary>What does not fit, once all was taken.</summary>
    public IReadOnlyList<string> Finish()
    {
        if (_next < _kept.Authentic.Count)
        {
            var (file, last) = _kept.Authentic[^1];
            var (have, unreached) = (_tree.Size, _kept.Authentic.Count - _next);
            _findings.Add(
                $"Checkpoint {file} covers {last.Size} entries, and the log is in order up to entry {have} only: entries {have + 1} "
                    + $"to {last.Size} are missing or out of order."
                    + (unreached > 1 ? $" {unreached - 1} other checkpoints are not reached either." : "")
            );
        }
        return _findings;
    }

    private void Compare(string hash)
    {
        for (
            ;
            _next < _kept.Authentic.Count && _kept.Authentic[_next].Checkpoint is var checkpoint && checkpoint.Size == _tree.Size;
            _next++
        )
        {
            if (_tree.Root().AsSpan().SequenceEqual(checkpoint.Root) && checkpoint.Head == hash)
            {
                Fitting++;
                _lastFitting = checkpoint.Size;
            }
            else if (_firstDiffering is null)
            {
                _firstDiffering = checkpoint.Size;
                _findings.Add(Located(_kept.Authentic[_next].File, checkpoint.Size));
            }
            else
            {
                _findings.Add($"Checkpoint {_kept.Authentic[_next].File} of {checkpoint.Size} entries does not fit either.");
            }
        }
    }

    private string Located(string file, long size) =>
        _lastFitting > 0
            ? $"Checkpoint {file} of {size} entries does not fit: the first change lies in entries {_lastFitting + 1} to {size}; up to "
                + $"entry {_lastFitting} the log is as it was signed."
            : $"Checkpoint {file} of {size} entries does not fit: the first change lies in entries 1 to {size}.";
}
