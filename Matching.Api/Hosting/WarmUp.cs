using System.Buffers;
using System.Text.Json;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;

namespace Matching.Api.Hosting;

/// <summary>
/// Opens everything before the service listens, and ranks a made-up case before it is ready, so that whoever is answered first does not
/// wait for it. Records nothing about any child.
/// </summary>
public sealed class WarmUp(MatchingStore store, ReferenceDataStore referenceStore, RankingHandler handler, CallerDirectory callers)
{
    private static readonly byte[] MadeUp =
        """{"caseReference":"warm-up","child":{"ageYears":15,"selfHarm":"severe"},"legal":{"grounds":["partially-closed"],"decidedBy":"committee"}}"""u8.ToArray();

    /// <summary>Runs once, before the service listens.</summary>
    public async Task RunAsync()
    {
        _ = (handler, callers);
        // One after the other: the queue may be set to hold a single entry.
        foreach (var (kind, document) in referenceStore.Current.Documents)
            await store.Documents.SaveIfNewAsync(kind, document.Version, document.Content);
    }

    /// <summary>Takes the made-up case from its bytes through ranking and record to an answer in words.</summary>
    public static void Rank(ShippedData data)
    {
        using var body = JsonDocument.Parse(MadeUp);
        var referenceData = data.ReferenceDataSet;
        var request = RankingRequestReader.Read(body.RootElement, referenceData, referenceData.Rules.FirstDay, new Problems())!;
        var record = RankingHandler.Rank(request, body.RootElement, data, PlacementState.Empty);
        var read = RankingRecordJson.Read(RankingRecordJson.Write(record));
        RankingResponse.Write(
            new ArrayBufferWriter<byte>(),
            new RecordedRanking("", "", read),
            referenceData,
            data.Texts.In(Language.Da),
            1
        );
    }
}

/// <summary>The ranking of a made-up case beside the start of the server.</summary>
/// <param name="Done">Ends when it is ranked.</param>
internal sealed record FirstRanking(Task Done);
