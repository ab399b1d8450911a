using System.Data.Common;
using System.Net.Sockets;
using Matching.Api.Settings;
using Matching.Api.Storage;
using Matching.Api.Transparency;
using Matching.Engine.Parsing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Matching.Api.Commands.Verbs;

/// <summary>Says what a person can put right (settings, files, keys, addresses) from what is our fault and needs its stack trace.</summary>
internal static class StartFailure
{
    /// <summary>The reason in plain words; null when it is our fault.</summary>
    public static string? Explain(Exception fault) =>
        fault switch
        {
            AggregateException many when many.InnerExceptions.All(one => Explain(one) is not null) => string.Join(
                Environment.NewLine,
                many.InnerExceptions.Select(Explain)
            ),
            SettingsException
            or DataException
            or DataDirectoryInUseException
            or MasterKeyException
            or DatabaseDamagedException
            or CheckpointKeyException => fault.Message,
            PayloadUnreadableException or CaseKeyUnreadableException or DocumentConflictException =>
                $"{fault.Message} The log was changed or is damaged: run verify.",
            LogUnavailableException { InnerException: { } cause } => Explain(cause) ?? fault.Message,
            DbException told when DatabaseDamagedException.IsReportedBy(told) =>
                "The database is damaged: run verify, and restore the latest backup (restore --help).",
            NpgsqlException refused => Explain(refused),
            _ when IsFullDisk(fault) => "The disk is full: the data directory cannot be written to. Make room, never by deleting "
                + "matching.db-wal.",
            InvalidOperationException when fault.Source == typeof(StartFailure).Assembly.GetName().Name => fault.Message,
            // The framework's own words for an address that is taken, a port or folder that is not allowed, a malformed setting.
            IOException or UnauthorizedAccessException or SocketException or FormatException or InvalidDataException or DbException =>
                fault.InnerException is { } cause && !fault.Message.Contains(cause.Message, StringComparison.OrdinalIgnoreCase)
                    ? $"{fault.Message} {cause.Message}"
                    : fault.Message,
            _ => null,
        };

    /// <summary>
    /// Whether what keeps the service from starting may pass by itself: a database server that is not there yet, or a full disk. A wrong
    /// password, a database that is not ours or a certificate that is not trusted does not.
    /// </summary>
    public static bool MayPass(Exception fault) =>
        fault switch
        {
            AggregateException many => many.InnerExceptions.All(MayPass),
            LogUnavailableException { InnerException: { } cause } => MayPass(cause),
            LogBusyException => true,
            PostgresException refused => refused.IsTransient || Array.Exists(Passing, state => refused.SqlState == state),
            NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
            _ => IsFullDisk(fault),
        };

    private static readonly string[] Passing =
    [
        PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.TooManyConnections,
        PostgresErrorCodes.LockNotAvailable,
        PostgresErrorCodes.DiskFull,
    ];

    private static bool IsFullDisk(Exception fault)
    {
        // Making or growing a file beside the database fails so, where SQLite has no word for a full disk.
        const int writing = SQLitePCL.raw.SQLITE_IOERR | (3 << 8),
            flushing = SQLitePCL.raw.SQLITE_IOERR | (4 << 8),
            sharing = SQLitePCL.raw.SQLITE_IOERR | (19 << 8);
        const int linuxNoSpace = 28,
            linuxQuota = 122,
            windowsNoSpace = unchecked((int)0x80070070);
        return fault switch
        {
            SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } => true,
            SqliteException told => told.SqliteExtendedErrorCode is writing or flushing or sharing,
            IOException { HResult: linuxNoSpace or linuxQuota or windowsNoSpace } => true,
            _ => false,
        };
    }

    // The server's own words may hold names and settings; a connection string is never repeated, for it holds the password.
    private static string Explain(NpgsqlException fault) =>
        fault is not PostgresException refused
            ? $"PostgreSQL cannot be reached as ConnectionStrings:Postgres says: {fault.InnerException?.Message ?? fault.Message}"
            : refused.SqlState switch
            {
                PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                    "PostgreSQL does not let the user of ConnectionStrings:Postgres in: the user, the password or where it comes "
                        + "from is not accepted.",
                PostgresErrorCodes.InvalidCatalogName =>
                    "The database that ConnectionStrings:Postgres names is not there. Create it first; the tables are made by the service.",
                PostgresErrorCodes.InsufficientPrivilege =>
                    "The user of ConnectionStrings:Postgres may not do what is needed: at first start and after an upgrade it must "
                        + "be allowed to create tables, triggers and functions in its schema.",
                PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections =>
                    "PostgreSQL takes no connection right now (it starts, stops, or has too many). Try again shortly.",
                var code => $"PostgreSQL refused: {refused.MessageText} (SQLSTATE {code}).",
            };
}
