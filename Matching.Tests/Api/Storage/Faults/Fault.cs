namespace Matching.Tests.Api.Storage.Faults;

/// <summary>What SQLite asks of a file.</summary>
enum FaultyOperation
{
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    MapSharedMemory,
}

/// <summary>How it goes wrong.</summary>
enum FaultKind
{
    /// <summary>The operating system reports an input/output error.</summary>
    Error,

    /// <summary>There is no space left.</summary>
    Full,

    /// <summary>Half is written, then an error is reported.</summary>
    Torn,

    /// <summary>The file cannot be written to.</summary>
    ReadOnly,

    /// <summary>It works, but takes some milliseconds.</summary>
    Slow,
}

/// <summary>One thing that goes wrong.</summary>
/// <param name="After">How many such operations still work.</param>
/// <param name="Times">How many then go wrong; null = all, until mended.</param>
/// <param name="File">The name of the only file that goes wrong; null = any.</param>
sealed record Fault(FaultyOperation Operation, FaultKind Kind, int After = 0, int? Times = 1, string? File = null)
{
    const int CannotOpen = 14,
        Full = 13,
        ReadOnly = 8,
        ReadError = 266,
        WriteError = 778,
        SyncError = 1034,
        TruncateError = 1546,
        MapError = 5386;

    /// <summary>What SQLite is reported; 0 = nothing.</summary>
    public int Code =>
        (Operation, Kind) switch
        {
            (_, FaultKind.Slow) => 0,
            (_, FaultKind.Full) => Full,
            (_, FaultKind.ReadOnly) => ReadOnly,
            (FaultyOperation.Open, _) => CannotOpen,
            (FaultyOperation.Read, _) => ReadError,
            (FaultyOperation.Write, _) => WriteError,
            (FaultyOperation.Truncate, _) => TruncateError,
            (FaultyOperation.Sync, _) => SyncError,
            _ => MapError,
        };

    /// <summary>A fault anywhere on the way of a write, near enough to be met.</summary>
    public static Fault Some(Random random)
    {
        var (operation, kinds) = random.Next(10) switch
        {
            0 => (FaultyOperation.Open, (FaultKind[])[FaultKind.Error]),
            1 => (FaultyOperation.Read, [FaultKind.Error]),
            2 => (FaultyOperation.MapSharedMemory, [FaultKind.Error, FaultKind.Full]),
            < 6 => (FaultyOperation.Sync, [FaultKind.Error, FaultKind.Error, FaultKind.Full, FaultKind.Slow]),
            _ => (
                FaultyOperation.Write,
                [FaultKind.Error, FaultKind.Full, FaultKind.Torn, FaultKind.Torn, FaultKind.ReadOnly, FaultKind.Slow]
            ),
        };
        var after = operation is FaultyOperation.Write ? random.Next(20) : random.Next(3);
        return new Fault(operation, kinds[random.Next(kinds.Length)], after, random.Next(3) == 0 ? null : random.Next(1, 4));
    }
}
