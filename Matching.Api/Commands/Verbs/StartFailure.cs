using System.Data.Common;
using System.Net.Sockets;
using Matching.Api.Settings;
using Matching.Api.Storage;
using Matching.Api.Transparency;
using Matching.Engine.Parsing;
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
            InvalidOperationException when fault.Source == typeof(StartFailure).Assembly.GetName().Name => fault.Message,
            // The framework's own words for an address that is taken, a port or folder that is not allowed, a malformed setting.
            IOException or UnauthorizedAccessException or SocketException or FormatException or InvalidDataException or DbException =>
                fault.InnerException is { } cause && !fault.Message.Contains(cause.Message, StringComparison.OrdinalIgnoreCase)
                    ? $"{fault.Message} {cause.Message}"
                    : fault.Message,
            _ => null,
        };

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
