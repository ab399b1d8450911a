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

    // Nobody waits for an answer to these: migrations, an exchange of the master key, an import.
    static readonly TimeSpan LongestPreparation = TimeSpan.FromMinutes(30),
        Preparation = TimeSpan.FromSeconds(10);

    const string IdleInTransaction = "25P03";
    const int OldestVersion = 15;
    static readonly TimeSpan IdleWriter = TimeSpan.FromSeconds(10),
        FirstPause = TimeSpan.FromMilliseconds(50),
        LongestPause = TimeSpan.FromSeconds(1);

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

    static readonly ResiliencePropertyKey<Func<bool>> IsWaitedFor = new("is waited for");

    readonly NpgsqlDataSource readers,
        writers,
        preparers;
    readonly PostgresTimes times;
    readonly string writerSettings;
    readonly ResiliencePipeline retry;
    readonly Lazy<string> version;

    /// <param name="connectionString">As Npgsql reads it.</param>
    /// <param name="patience">How long a database that went away is waited for.</param>
    public PostgresDatabase(string connectionString, TimeSpan patience)
    {
        var named = new NpgsqlConnectionStringBuilder(connectionString);
        times = PostgresTimes.Of(named, patience);
        writerSettings = WriterSettings(times.Answering);
        readers = Source("matching reader", builder => builder.MaxAutoPrepare = 20);
        writers = Source("matching writer", Alone);
        preparers = Source(
            "matching writer",
            builder =>
            {
                Alone(builder);
                builder.CommandTimeout = (int)LongestPreparation.TotalSeconds;
                builder.Timeout = (int)Preparation.TotalSeconds;
            }
        );
        retry = Retries();
        version = new(() =>
            Query(connection => connection.ExecuteScalar<string>("SELECT 'PostgreSQL ' || current_setting('server_version')")!)
        );
    }

    public override string Dialect => "postgres";

    public override TimeSpan Patience => times.LastTry;

    public override string Version => version.Value;

    public override bool IsShared => true;

    /// <summary>Asked once: whoever starts and does not reach the server begins again from the beginning.</summary>
    public override bool HoldsRecord()
    {
        using var connection = Open(preparers, Preparation);
        return connection.ExecuteScalar<bool>("SELECT to_regclass('store_settings') IS NOT NULL")
            && connection.ExecuteScalar<long>("SELECT COUNT(*) FROM store_settings") > 0;
    }

    public override DbConnection OpenWriter() => OpenWriter(writers, times.Opening);

    public override DbConnection OpenPreparer() => OpenWriter(preparers, Preparation);

    public override WriterSession OpenSession(MasterKey master, LatestTime latest) => new PostgresWriterSession(this, master, latest);

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

    public override Lease Read() => new(Open(readers, times.Opening), static connection => connection.Dispose());

    public override DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override T Query<T>(Func<DbConnection, T> read)
    {
        var began = Environment.TickCount64;
        var found = default(T);
        Try(() => found = base.Query(read), () => Environment.TickCount64 - began < Patience.TotalMilliseconds);
        return found!;
    }

    public override void Try(Action work, Func<bool> isWaitedFor)
    {
        var context = ResilienceContextPool.Shared.Get();
        context.Properties.Set(IsWaitedFor, isWaitedFor);
        try
        {
            retry.Execute(static (_, work) => work(), context, work);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

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
            connection.Execute(writerSettings);
        }
    }

    public override void Dispose()
    {
        readers.Dispose();
        writers.Dispose();
        preparers.Dispose();
    }

    // A writer that stops in the middle must not hold the head for ever, and nobody waits for it longer than a caller would: the server
    // gives up before its answer would be waited for in vain.
    static string WriterSettings(TimeSpan answering)
    {
        var most = (int)answering.TotalMilliseconds;
        var gone = (int)IdleWriter.TotalMilliseconds;
        return $"""
            SET synchronous_commit = on;
            SET lock_timeout = {most * 3 / 4};
            SET statement_timeout = {most};
            SET idle_in_transaction_session_timeout = {gone};
            """;
    }

    static void Alone(NpgsqlConnectionStringBuilder builder)
    {
        builder.Pooling = false;
        builder.KeepAlive = 5;
    }

    NpgsqlDataSource Source(string name, Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(times.ConnectionString) { ApplicationName = name };
        change(builder);
        return NpgsqlDataSource.Create(builder);
    }

    NpgsqlConnection OpenWriter(NpgsqlDataSource source, TimeSpan most)
    {
        var connection = Open(source, most);
        try
        {
            connection.Execute(writerSettings);
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

    ResiliencePipeline Retries() =>
        new ResiliencePipelineBuilder()
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = failed =>
                        ValueTask.FromResult(
                            failed.Outcome.Exception is { } fault
                                && IsTransient(fault)
                                && failed.Context.Properties.GetValue(IsWaitedFor, static () => false)()
                        ),
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = FirstPause,
                    MaxDelay = LongestPause,
                    UseJitter = true,
                    MaxRetryAttempts = int.MaxValue,
                }
            )
            .Build();

    // Npgsql's blocking opening waits for ever on a server that takes the connection and says nothing, when what is left of its own time
    // rounds to nothing. Only the other one can be ended from outside; it does not leave the thread while the pool has a connection to
    // give.
    static NpgsqlConnection Open(NpgsqlDataSource source, TimeSpan most)
    {
        using var tooLong = new CancellationTokenSource(most);
        try
        {
            return source.OpenConnectionAsync(tooLong.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException fault) when (tooLong.IsCancellationRequested)
        {
            var waited = $"The database server did not let a connection be made within {most.TotalSeconds} s.";
            throw new NpgsqlException(waited, new TimeoutException(waited, fault));
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
