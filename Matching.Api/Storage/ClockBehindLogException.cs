namespace Matching.Api.Storage;

/// <summary>
/// Nothing was recorded: this machine's clock stands far before the log's latest entry, so one of the two times is wrong, and deadlines
/// would be counted from it.
/// </summary>
public sealed class ClockBehindLogException(string now, string latest)
    : Exception($"This machine's clock says {now}, and the log holds an entry recorded at {latest}: one of the two is wrong.");
