namespace Matching.Api.Transparency;

/// <summary>One line of an export of the record.</summary>
public abstract record ExportLine
{
    private ExportLine() { }

    /// <summary>The first line.</summary>
    /// <param name="StoreId">The store's random id; null when the store never made a checkpoint.</param>
    /// <param name="ExportedAt">When: UTC, milliseconds, Z.</param>
    /// <param name="StoreSecret">The store's secret, wrapped by its master key; only in an export with keys.</param>
    public sealed record Header(string? StoreId, string ExportedAt, string? StoreSecret = null) : ExportLine
    {
        /// <summary>What the file is.</summary>
        public const string Format = "matching-log-export";

        /// <summary>The version of the format.</summary>
        public const int Schema = 1;
    }

    /// <summary>An entry with every stored column; its payload is still encrypted.</summary>
    public sealed record Entry(Storage.LogEntry Row) : ExportLine;

    /// <summary>A kept document.</summary>
    public sealed record Document(Storage.StoredDocument Row) : ExportLine;

    /// <summary>A case with its wrapped key; only in an export with keys.</summary>
    public sealed record Case(string SubjectId, string ReferenceLookup, byte[] SealedReference, byte[] WrappedKey) : ExportLine;

    /// <summary>The last line.</summary>
    /// <param name="Entries">How many lines hold entries.</param>
    /// <param name="Documents">How many hold documents.</param>
    /// <param name="Cases">How many hold cases.</param>
    /// <param name="Head">The chain hash of the last entry; 64 zeros when there is none.</param>
    /// <param name="Root">The Merkle root over the chain hashes in the order of the lines.</param>
    public sealed record Footer(long Entries, long Documents, long Cases, string Head, byte[] Root) : ExportLine;
}

/// <summary>Something wrong with a line of an export.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Text">What, without what stands there.</param>
public sealed record ExportProblem(long Line, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"Line {Line}: {Text}.";
}
