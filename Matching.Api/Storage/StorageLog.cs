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

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The database runs with {Setting}: what is answered now may be lost in a crash. Switch it on again"
    )]
    public static partial void NotDurable(ILogger logger, string setting);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The database keeps what it commits again; what was answered meanwhile is as safe as the next checkpoint of the database"
    )]
    public static partial void DurableAgain(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The database is not what this program makes: {Differences}. Find out who changed it and why"
    )]
    public static partial void SchemaDiffers(ILogger logger, string differences);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Entry {Sequence} does not open and is passed over: it was changed, or the key of its case was. Run verify"
    )]
    public static partial void PassedOver(ILogger logger, long sequence, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log cannot be written to yet")]
    public static partial void NotWritten(ILogger logger, Exception fault);
}
