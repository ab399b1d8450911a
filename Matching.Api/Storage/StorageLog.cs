namespace Matching.Api.Storage;

/// <summary>Faults of the store that no caller hears of. They hold nothing of the record.</summary>
static partial class StorageLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "What was committed could not be noted beside the database")]
    public static partial void NotNoted(ILogger logger, Exception fault);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The database could not be looked after; it is written to again only when it can be trusted"
    )]
    public static partial void NotMaintained(ILogger logger, Exception? fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log cannot be written to yet")]
    public static partial void NotWritten(ILogger logger, Exception fault);
}
