using System.Diagnostics;
using Matching.Tests.Support;
using Npgsql;

namespace Matching.Tests.Api.Support;

/// <summary>
/// A PostgreSQL server of its own in a temporary folder, on a free port of this machine. Made from the programs installed here; where there
/// are none,
/// whoever needs it is skipped, or fails when <see cref="Requirement.Variable"/> is set.
/// </summary>
sealed class PostgresCluster : IDisposable
{
    const string User = "matching";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly Lock Gate = new();
    static PostgresCluster? shared;

    readonly string programs;
    readonly string folder;
    readonly string? account;
    Process? server;

    PostgresCluster(string programs)
    {
        this.programs = programs;
        folder = Directory.CreateTempSubdirectory("matching-postgres-").FullName;
        Port = FreePort.Next();
        // The server refuses to run as root.
        account = Environment.UserName == "root" ? "postgres" : null;
        if (account is not null)
            Run("chown", account, folder);
        RunAs(Path.Combine(programs, "initdb"), "-D", Data, "-A", "trust", "-U", User, "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
        Start();
    }

    public int Port { get; }

    string Data => Path.Combine(folder, "data");

    /// <summary>The server that tests share; started when first asked for.</summary>
    public static PostgresCluster Shared
    {
        get
        {
            lock (Gate)
                return shared ??= New();
        }
    }

    /// <summary>A server for one test, which may stop and kill it.</summary>
    public static PostgresCluster New()
    {
        if (Programs() is not { } programs)
        {
            Requirement.Missing("PostgreSQL is not installed on this machine (package postgresql).");
            throw new InvalidOperationException("Not reached.");
        }
        return new(programs);
    }

    /// <summary>Ends the shared server, when one was started.</summary>
    public static void EndShared()
    {
        lock (Gate)
            shared?.Dispose();
        shared = null;
    }

    /// <summary>A schema of its own, as a connection string.</summary>
    public string NewSchema()
    {
        var name = "s" + Guid.NewGuid().ToString("N");
        using var connection = new NpgsqlConnection(ConnectionString("public"));
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE SCHEMA {name}", connection);
        command.ExecuteNonQuery();
        return ConnectionString(name);
    }

    public void Start()
    {
        server = Launch(
            Path.Combine(programs, "postgres"),
            "-D",
            Data,
            "-p",
            $"{Port}",
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            $"unix_socket_directories={folder}",
            "-c",
            "max_connections=200",
            "-c",
            "shared_buffers=64MB",
            "-c",
            "logging_collector=off",
            "-c",
            "log_min_messages=panic"
        );
        // The server says nobody when it begins to listen, so it is asked now and then.
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; Thread.Sleep(25))
        {
            if (server.HasExited)
                throw new InvalidOperationException($"The database server ended with {server.ExitCode}.");
            try
            {
                using var connection = new NpgsqlConnection(ConnectionString("public") + ";Pooling=false;Timeout=2");
                connection.Open();
                return;
            }
            catch (NpgsqlException)
            {
                // Not listening yet.
            }
        }
        throw new TimeoutException("The database server did not start.");
    }

    /// <summary>Ends the server as a crash would: nothing is finished, and the next start recovers from its log.</summary>
    public void Crash()
    {
        RunAs(Path.Combine(programs, "pg_ctl"), "-D", Data, "stop", "-m", "immediate", "-s", "-w");
        server!.WaitForExit();
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        if (server is { HasExited: false })
            Crash();
        server?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    string ConnectionString(string schema) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = User,
            Database = "postgres",
            SearchPath = schema,
            MaxPoolSize = 40,
        }.ToString();

    static string? Programs()
    {
        const string installed = "/usr/lib/postgresql";
        return Directory.Exists(installed)
            ? Directory
                .GetDirectories(installed)
                .Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .Order(StringComparer.Ordinal)
                .LastOrDefault()
            : null;
    }

    void RunAs(string program, params string[] arguments)
    {
        using var process = Launch(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}.");
    }

    static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
    }

    Process Launch(string program, params string[] arguments)
    {
        var start = account is null
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo("setpriv", [$"--reuid={account}", $"--regid={account}", "--init-groups", program, .. arguments]);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
