using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Matching.Api.Storage;

/// <summary>
/// The one place that knows how PostgreSQL is opened. Several instances may share it: whoever writes holds the log's head row
/// for the length of a transaction. What fails because the database went away is tried again on a new connection.
/// </summary>
sealed class PostgresDatabase : Database
{
    const string Preparing = "matching: preparing the database";

    // A writer that stops in the middle must not hold the head for ever, and nobody waits for it longer than a caller would.
    const string WriterSettings = """
        SET synchronous_commit = on;
        SET lock_timeout = '10s';
        SET statement_timeout = '30s';
        SET idle_in_transaction_session_timeout = '10s';
        """;

    const string IdleInTransaction = "25P03";
    const int OldestVersion = 15;

    static readonly string[] GoneAway =
    [
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.ReadOnlySqlTransaction,
        PostgresErrorCodes.LockNotAvailable,
        PostgresErrorCodes.SerializationFailure,
        PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.TooManyConnections,
        IdleInTransaction,
    ];

    // Beyond what Npgsql itself gives a connection to be made.
    static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    readonly NpgsqlDataSource readers;
    readonly NpgsqlDataSource writers;
    readonly TimeSpan connecting;
    readonly Lazy<string> version;

    /// <param name="connectionString">As Npgsql reads it.</param>
    /// <param name="patience">How long a database that went away is waited for.</param>
    public PostgresDatabase(string connectionString, TimeSpan patience)
    {
        connecting = LongestConnecting(new NpgsqlConnectionStringBuilder(connectionString).Timeout);
        readers = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "matching reader", MaxAutoPrepare = 20 }
        );
        writers = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString)
            {
                ApplicationName = "matching writer",
                Pooling = false,
                KeepAlive = 5,
            }
        );
        Retry = Retries(patience);
        version = new(() =>
            Query(connection => connection.ExecuteScalar<string>("SELECT 'PostgreSQL ' || current_setting('server_version')")!)
        );
    }

    public override string Dialect => "postgres";

    public override string Version => version.Value;

    public override bool IsShared => true;

    public override bool HoldsRecord() =>
        Query(connection =>
            connection.ExecuteScalar<bool>("SELECT to_regclass('store_settings') IS NOT NULL")
            && connection.ExecuteScalar<long>("SELECT COUNT(*) FROM store_settings") > 0
        );

    public override DbConnection OpenWriter()
    {
        var connection = Open(writers);
        try
        {
            connection.Execute(WriterSettings);
            if (UnsafeSetting(connection) is { } setting)
                throw new InvalidOperationException($"PostgreSQL runs with {setting}: a recorded entry might not survive a crash.");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // fsync and full_page_writes can be switched off by a reload; the connection's own synchronous_commit is asked for all the same.
    public override string? UnsafeSetting(DbConnection writer)
    {
        const string sql = """
            SELECT name FROM pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name LIMIT 1
            """;
        return writer.ExecuteScalar<string?>(sql) is { } name ? $"{name} off" : null;
    }

    public override IReadOnlyList<string> SchemaDifferences(DbConnection connection) => PostgresSchema.Differences(connection);

    public override WriterSession OpenSession(MasterKey master) => new PostgresWriterSession(this, master);

    public override Lease Read() => new(Open(readers), static connection => connection.Dispose());

    public override DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override T Query<T>(Func<DbConnection, T> read) => Retry.Execute(() => base.Query(read));

    public override ResiliencePipeline Retry { get; }

    public override void TakeHead(DbConnection connection, DbTransaction transaction)
    {
        const string sql = "SELECT id FROM log_seal WHERE id = 1 FOR UPDATE";
        if (connection.QuerySingleOrDefault<long?>(sql, transaction: transaction) is null)
            throw new InvalidOperationException("The log's head row is missing from the database.");
    }

    public override bool IsTransient(Exception fault) =>
        fault switch
        {
            PostgresException refused => refused.IsTransient || GoneAway.Contains(refused.SqlState, StringComparer.Ordinal),
            NpgsqlException or SocketException or TimeoutException or IOException => true,
            _ => false,
        };

    public override void Alone(DbConnection connection, Action work)
    {
        const string take = "SELECT pg_advisory_lock(hashtextextended(@name, 0))";
        const string giveBack = "SELECT pg_advisory_unlock(hashtextextended(@name, 0))";
        if (
            Refusal(((NpgsqlConnection)connection).PostgreSqlVersion.Major, connection.ExecuteScalar<bool>("SELECT pg_is_in_recovery()")) is
            { } refusal
        )
            throw new InvalidOperationException(refusal);
        connection.Execute("SET lock_timeout = 0; SET statement_timeout = 0");
        connection.Execute(take, new { name = Preparing });
        try
        {
            work();
        }
        finally
        {
            connection.Execute(giveBack, new { name = Preparing });
            connection.Execute(WriterSettings);
        }
    }

    public override void Dispose()
    {
        readers.Dispose();
        writers.Dispose();
    }

    ResiliencePipeline Retries(TimeSpan patience)
    {
        var firstPause = TimeSpan.FromMilliseconds(50);
        var longestPause = TimeSpan.FromSeconds(1);
        var over = new ResiliencePropertyKey<long>("over");
        return new ResiliencePipelineBuilder()
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = failed =>
                        ValueTask.FromResult(
                            failed.Outcome.Exception is { } fault && IsTransient(fault) && IsWaitedFor(failed.Context, failed.AttemptNumber)
                        ),
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = firstPause,
                    MaxDelay = longestPause,
                    UseJitter = true,
                    MaxRetryAttempts = Math.Max(1, (int)(patience / longestPause) + 4),
                }
            )
            .Build();

        // A try may itself take long, as with a server that does not answer at all.
        bool IsWaitedFor(ResilienceContext context, int tries)
        {
            if (tries == 0)
                context.Properties.Set(over, Environment.TickCount64 + (long)(patience + longestPause).TotalMilliseconds);
            return Environment.TickCount64 < context.Properties.GetValue(over, 0);
        }
    }

    static TimeSpan LongestConnecting(int seconds) => seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds) + Slack;

    // Npgsql's blocking opening waits for ever on a server that takes the connection and says nothing, when what is left of its own time
    // rounds to
    // nothing. Only the other one can be ended from outside; it does not leave the thread while the pool has a connection to give.
    NpgsqlConnection Open(NpgsqlDataSource source)
    {
        using var tooLong = new CancellationTokenSource(connecting);
        try
        {
            return source.OpenConnectionAsync(tooLong.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException fault) when (tooLong.IsCancellationRequested)
        {
            throw new TimeoutException($"The database server did not let a connection be made within {connecting.TotalSeconds} s.", fault);
        }
    }

    /// <summary>Why a server cannot hold the record; null when it can.</summary>
    internal static string? Refusal(int majorVersion, bool isStandby)
    {
        if (majorVersion < OldestVersion)
            return $"The database server is PostgreSQL {majorVersion}; {OldestVersion} or newer is needed.";
        return isStandby
            ? "The database server is a standby, which cannot be written to. Name the primary in ConnectionStrings:Postgres."
            : null;
    }
}
