using Dapper;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Npgsql;

namespace Matching.Tests.Api.Hosting;

/// <summary>
/// The instances of one service, each a process with a data directory of its own: one on the embedded database; two on a PostgreSQL server
/// of their own,
/// sharing one record and one master key.
/// </summary>
sealed class Fleet : IAsyncDisposable
{
    const string MasterKey = "master.key";
    readonly string[] folders;
    readonly string[] settings;
    readonly ServiceProcess?[] instances;

    Fleet(int instances, PostgresCluster? cluster)
    {
        Cluster = cluster;
        ConnectionString = cluster?.NewSchema();
        folders = [.. Enumerable.Range(0, instances).Select(_ => TemporaryStore.NewFolder())];
        // Where nobody else keeps checkpoints, they are written as often as can be, so that kills hit that too.
        settings = ConnectionString is null
            ? ["--Checkpoints:EverySeconds=1"]
            : [$"--ConnectionStrings:Postgres={ConnectionString}", "--Checkpoints:EverySeconds=0"];
        this.instances = new ServiceProcess?[instances];
    }

    /// <summary>The database server of these instances alone; null for the embedded one.</summary>
    public PostgresCluster? Cluster { get; }

    public int Count => instances.Length;

    /// <summary>The instances that run.</summary>
    public IEnumerable<ServiceProcess> Running => instances.OfType<ServiceProcess>();

    string? ConnectionString { get; }

    /// <summary>Null while it does not run.</summary>
    public ServiceProcess? this[int instance] => Volatile.Read(ref instances[instance]);

    /// <summary>Starts all instances on a new store of the kind the running fixture is for.</summary>
    public static async Task<Fleet> StartAsync()
    {
        var fleet = OnEachStoreAttribute.Current == StoreKind.Postgres ? new Fleet(2, PostgresCluster.New()) : new Fleet(1, null);
        try
        {
            for (var i = 0; i < fleet.Count; i++)
                await fleet.StartAsync(i);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync(int instance)
    {
        var key = Path.Combine(folders[instance], MasterKey);
        if (instance > 0 && !File.Exists(key))
        {
            Directory.CreateDirectory(folders[instance]);
            File.Copy(Path.Combine(folders[0], MasterKey), key);
        }
        Volatile.Write(ref instances[instance], await ServiceProcess.StartAsync(folders[instance], settings));
    }

    /// <summary>Makes sure that an instance has ended, one way or the other, and lets go of it.</summary>
    public async Task EndAsync(int instance, bool kindly = false)
    {
        if (this[instance] is not { } ending)
            return;
        if (kindly)
            await ending.TerminateAsync();
        else
            await ending.KillAsync();
        Volatile.Write(ref instances[instance], null);
        await ending.DisposeAsync();
    }

    /// <summary>One number from the database itself.</summary>
    public long Ask(string sql)
    {
        if (ConnectionString is null)
        {
            using var embedded = TemporaryStore.OpenRaw(Path.Combine(folders[0], "matching.db"));
            return embedded.ExecuteScalar<long>(sql);
        }
        using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        return connection.ExecuteScalar<long>(sql);
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < Count; i++)
            await EndAsync(i);
        Cluster?.Dispose();
        foreach (var folder in folders.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }
}
