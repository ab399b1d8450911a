using System.Security.Cryptography;
using Matching.Api.Storage;

namespace Matching.Api.Transparency;

/// <summary>
/// Proves from an export alone, without the database and without any key of the service, that the chain is whole, and that it is the one
/// checkpoints were signed
/// for. What the entries say stays encrypted; documents and cases are read but not judged, for their seals need the master key.
/// </summary>
internal static class ExportVerification
{
    private const int MostProblems = 20;

    /// <summary>Walks an export.</summary>
    /// <param name="export">The export.</param>
    /// <param name="kept">Checkpoints to hold it against.</param>
    /// <param name="cancellation">Stops the walk.</param>
    public static ExportFindings Run(Stream export, KeptCheckpoints kept, CancellationToken cancellation = default)
    {
        var faults = new List<ExportProblem>();
        var chain = new Chain();
        CheckpointComparison? comparison = null;
        ExportLine.Header? header = null;
        ExportLine.Footer? footer = null;
        var (documents, cases) = (0L, 0L);
        foreach (var line in LogExport.Read(export, faults))
        {
            cancellation.ThrowIfCancellationRequested();
            switch (line)
            {
                case ExportLine.Header first:
                    header = first;
                    comparison = new CheckpointComparison(kept, first.StoreId is { } id ? Checkpoint.OriginOf(id) : null);
                    break;
                case ExportLine.Entry { Row: var entry }:
                    comparison ??= new CheckpointComparison(kept, origin: null);
                    if (chain.Take(entry))
                        comparison.Take(entry.Hash, Convert.FromHexString(entry.Hash));
                    break;
                case ExportLine.Document:
                    documents++;
                    break;
                case ExportLine.Case:
                    cases++;
                    break;
                case ExportLine.Footer last:
                    footer = last;
                    break;
            }
        }

        comparison ??= new CheckpointComparison(kept, origin: null);
        var problems = new List<string>();
        if (chain.Problem is { } broken)
            problems.Add(broken);
        problems.AddRange(comparison.Finish());
        if (footer is not null && (footer.Entries != chain.Lines || footer.Documents != documents || footer.Cases != cases))
            problems.Add(
                $"The footer counts {footer.Entries} entries, {footer.Documents} documents and {footer.Cases} cases; there are "
                    + $"{chain.Lines}, {documents} and {cases}."
            );
        if (footer is not null && (footer.Head != chain.LastHash || !footer.Root.AsSpan().SequenceEqual(chain.Root())))
            problems.Add("The footer's head and root are not those of the entries above it.");
        problems.AddRange(faults.Select(fault => fault.ToString()));
        if (problems.Count > MostProblems)
            problems = [.. problems.Take(MostProblems), $"And {problems.Count - MostProblems} more."];
        return new ExportFindings(header, chain.InOrder, chain.Head, problems, comparison.Fitting, comparison.Count);
    }

    /// <summary>The entries so far.</summary>
    private sealed class Chain
    {
        private readonly CompactRange _tree = new();
        private bool _isGapless = true;

        public long Lines => _tree.Size;

        /// <summary>How many entries came in order before the first fault.</summary>
        public long InOrder { get; private set; }

        /// <summary>The hash of the last of them.</summary>
        public string Head { get; private set; } = LogEntry.NoHash;

        public string LastHash { get; private set; } = LogEntry.NoHash;

        /// <summary>The first fault.</summary>
        public string? Problem { get; private set; }

        public byte[] Root() => _tree.Root();

        /// <summary>Takes the next entry; true while the numbers have no gap, so that the tree's sizes mean what they say.</summary>
        public bool Take(LogEntry entry)
        {
            var what = Fault(entry);
            if (Problem is null && what is not null)
                Problem = what;
            _isGapless &= entry.Sequence == Lines + 1;
            _tree.Add(Convert.FromHexString(entry.Hash));
            LastHash = entry.Hash;
            if (Problem is null)
                (InOrder, Head) = (entry.Sequence, entry.Hash);
            return _isGapless;
        }

        private string? Fault(LogEntry entry)
        {
            var expected = Lines + 1;
            if (entry.Sequence > expected)
                return $"Entry {expected}: it is missing; the next one there is number {entry.Sequence}.";
            if (entry.Sequence < expected)
                return $"Entry {entry.Sequence}: its number is there twice, or below 1.";
            if (entry.Hash != EntryHash.Of(entry, SHA256.HashData(entry.Payload)))
                return $"Entry {expected}: its content does not match its hash.";
            return entry.PreviousHash != LastHash ? $"Entry {expected}: it does not follow the entry before it." : null;
        }
    }
}

/// <summary>What walking an export found.</summary>
/// <param name="Header">Null when the file is not an export.</param>
/// <param name="Entries">How many entries came in order before the first fault.</param>
/// <param name="Head">The chain hash of the last of them.</param>
/// <param name="Problems">What is wrong and where; empty when all is as it was recorded.</param>
/// <param name="CheckpointsFitting">How many checkpoints it fits.</param>
/// <param name="Checkpoints">How many there are.</param>
internal sealed record ExportFindings(
    ExportLine.Header? Header,
    long Entries,
    string Head,
    IReadOnlyList<string> Problems,
    int CheckpointsFitting,
    int Checkpoints
);
