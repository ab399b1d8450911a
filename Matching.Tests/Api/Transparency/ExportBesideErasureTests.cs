using System.Text;
using Matching.Api.Storage;
using Matching.Api.Transparency;
using Matching.Tests.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Transparency;

/// <summary>A case is erased while the record is exported beside the service.</summary>
public sealed class ExportBesideErasureTests
{
    [Test]
    public async Task An_export_with_keys_that_lacks_a_key_and_the_erasure_that_destroyed_it_is_refused()
    {
        await using var temporary = TemporaryStore.Open();
        await temporary.RankAsync();
        await temporary.Store.Documents.SaveIfNewAsync("rules", "v1", "rules"u8.ToArray());
        using var store = ReadOnlyStore.Open(temporary.Folder);
        using var output = new InterruptedStream("\"document\"", () => EraseAsync(temporary).GetAwaiter().GetResult());
        Assert.That(
            () => LogExport.Write(store, withKeys: true, output, TemporaryStore.Now),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("again")
        );
        Assert.That(() => LogExport.Write(store, withKeys: true, new MemoryStream(), TemporaryStore.Now), Throws.Nothing);
    }

    static Task EraseAsync(TemporaryStore temporary) =>
        temporary.Log.AppendAsync(
            new NewEntry
            {
                Kind = LogKinds.Erasure,
                Caller = "administrator",
                Case = temporary.Store.Cases.GetOrCreate("SOF-1"),
                Payload = "erased"u8.ToArray(),
            },
            CancellationToken.None
        );

    /// <summary>Lets something else happen when a text is first written.</summary>
    sealed class InterruptedStream(string text, Action meanwhile) : MemoryStream
    {
        bool happened;

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (!happened && Encoding.UTF8.GetString(buffer, offset, count).Contains(text, StringComparison.Ordinal))
            {
                happened = true;
                meanwhile();
            }
            base.Write(buffer, offset, count);
        }
    }
}
