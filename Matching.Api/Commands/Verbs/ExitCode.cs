namespace Matching.Api.Commands.Verbs;

/// <summary>What the process ends with; documented in <c>--help</c>, and relied on by scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The log is broken or does not fit a checkpoint, or a replay came out different.</summary>
    public const int NotAsRecorded = 1;

    /// <summary>A case came out other than its expectations.</summary>
    public const int NotAsExpected = 1;

    /// <summary>What was asked for may not be done, for reasons that are reported.</summary>
    public const int Refused = 1;

    /// <summary>A model in use is further off than allowed.</summary>
    public const int Alarm = 1;

    /// <summary>Wrong usage, or what was named cannot be found, read or opened, or is a case file with faults.</summary>
    public const int Unusable = 2;

    /// <summary>The request has faults.</summary>
    public const int FaultyRequest = 3;

    /// <summary>Ranked, but no placement is possible.</summary>
    public const int NoPlacement = 4;

    /// <summary>Configuration, data files or data directory are at fault.</summary>
    public const int CannotStart = 5;

    /// <summary>Stopped by the person at the keyboard (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
