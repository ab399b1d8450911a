using Matching.Api.Storage;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>The clock of a machine may jump; the log goes by numbers.</summary>
public sealed class ClockTests
{
    [Test]
    public async Task Entries_keep_their_order_when_the_clock_jumps_backwards_and_forwards()
    {
        var folder = TemporaryStore.NewFolder();
        var clock = new FakeTimeProvider(TemporaryStore.Now);
        var jumps = new[]
        {
            TimeSpan.Zero,
            TimeSpan.FromDays(-400),
            TimeSpan.FromDays(30_000),
            TimeSpan.FromHours(-1),
            TimeSpan.FromDays(-20_000),
            TimeSpan.FromMilliseconds(1),
        };
        try
        {
            var ids = new List<string>();
            await using (var store = MatchingStore.Open(folder, clock))
            {
                foreach (var jump in jumps)
                {
                    clock.AdjustTime(TemporaryStore.Now + jump);
                    ids.Add(
                        (
                            await store.Log.AppendAsync(
                                new NewEntry
                                {
                                    Kind = LogKinds.Availability,
                                    Caller = "case-system",
                                    Payload = [1],
                                },
                                CancellationToken.None
                            )
                        ).EntryId
                    );
                }
            }

            await using var again = MatchingStore.Open(folder, clock);
            var entries = again.Entries.Entries().ToList();
            Assert.That(entries.Select(entry => entry.EntryId), Is.EqualTo(ids));
            Assert.That(
                entries.Select(entry => entry.RecordedAt),
                Is.EqualTo(jumps.Select(jump => Timestamp.Of(TemporaryStore.Now + jump)))
            );
            Assert.That(again.Verification.Run().Intact, Is.True);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
