using System.Net;
using System.Net.Sockets;
using Dapper;
using Matching.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>A database server that takes connections and never answers.</summary>
public sealed class PostgresPatienceTests
{
    [Test, CancelAfter(60_000)]
    public async Task It_is_not_asked_again_once_patience_is_over(CancellationToken late)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var database = new PostgresDatabase(
            $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=matching;Timeout=1;SSL Mode=Disable",
            TimeSpan.Zero
        );
        await Task.Run(
                () =>
                    Assert.That(
                        () => database.Query(connection => connection.ExecuteScalar<int>("SELECT 1")),
                        Throws.InstanceOf<Exception>()
                    ),
                late
            )
            .WaitAsync(late);
        var asked = 0;
        while (silent.Pending())
        {
            using var connection = await silent.AcceptTcpClientAsync(late);
            asked++;
        }
        const int asOftenAsOneThatFailsAtOnce = 5;
        Assert.That(asked, Is.GreaterThan(0).And.LessThan(asOftenAsOneThatFailsAtOnce));
    }
}
