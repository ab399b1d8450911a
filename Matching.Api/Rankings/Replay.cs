using System.Text.Json;
using Matching.Api.Hosting;
using Matching.Api.Placements;
using Matching.Api.WhatIfs;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Reading;

namespace Matching.Api.Rankings;

/// <summary>What a replay found.</summary>
/// <param name="Identical">The answer came out the same to the byte.</param>
/// <param name="EngineChanged">The engine is another one than recorded.</param>
/// <param name="Differences">Where the answers differ.</param>
public sealed record ReplayResult(bool Identical, bool EngineChanged, IReadOnlyList<ReplayDifference> Differences);

/// <summary>One place in the answer that differs; null = not there.</summary>
public sealed record ReplayDifference(string Path, JsonElement? Recorded, JsonElement? Replayed);

/// <summary>Ranks a recorded request anew on the recorded rules, criteria, catalogue, state and model, and compares.</summary>
public sealed class Replay(KnowledgeArchive archive, PresentStateBoard board)
{
    /// <summary>Replays one ranking.</summary>
    /// <exception cref="InvalidDataException">A document it was made with is missing, or its request cannot be read any more.</exception>
    public ReplayResult Run(RecordedRanking ranking)
    {
        var record = ranking.Record;
        var answer = AnswerAnew(record, archive.KnowledgeOf(record.Versions), board.At(record.Versions.State));
        return Compared(
            record.Versions, RankingRecordJson.WriteAnswer(record.Answer, record.Schema), RankingRecordJson.WriteAnswer(answer, record.Schema));
    }

    /// <summary>Replays one what-if: the patched request, and the comparison with the ranking it is based on.</summary>
    /// <exception cref="InvalidDataException">A document it was made with is missing, or its request cannot be read any more.</exception>
    public ReplayResult Run(RecordedWhatIf whatIf, RecordedRanking basis)
    {
        var record = whatIf.Record.Ranked;
        // The ranking's own versions: a what-if that leaves a model out is compared with a ranking that had it.
        var knowledge = archive.KnowledgeOf(basis.Record.Versions);
        var (answer, differences) = WhatIfDesk.Compare(basis.Record, RequestOf(record, knowledge), knowledge, board.At(record.Versions.State));
        return Compared(
            record.Versions, WhatIfRecordJson.WriteOutcome(record.Answer, whatIf.Record.Differences, record.Schema),
            WhatIfRecordJson.WriteOutcome(answer, differences, record.Schema));
    }

    /// <summary>The request of a record.</summary>
    /// <exception cref="InvalidDataException">It cannot be read any more.</exception>
    internal static RankingRequest RequestOf(RankingRecord record, Knowledge knowledge) =>
        RankingRequestReader.Read(record.Request, knowledge, record.Answer.AsOf, new Problems())
            ?? throw new InvalidDataException("The recorded request can no longer be read.");

    /// <summary>The answer to the request of a record on its versions, by the present engine.</summary>
    /// <exception cref="InvalidDataException">The request cannot be read any more.</exception>
    internal static Answer AnswerAnew(RankingRecord record, Knowledge knowledge, PresentStateBoard.Snapshot state)
    {
        var request = RequestOf(record, knowledge);
        return CaseInquiry.Ask(request.Profile, state.On(knowledge), state.Availability, request.AsOf);
    }

    private static ReplayResult Compared(RankingVersions versions, byte[] recorded, byte[] replayed)
    {
        var engineChanged = versions.Engine != Matcher.EngineVersion;
        if (recorded.AsSpan().SequenceEqual(replayed))
            return new ReplayResult(true, engineChanged, []);
        using var one = JsonDocument.Parse(recorded);
        using var other = JsonDocument.Parse(replayed);
        var differences = new List<ReplayDifference>();
        Compare(one.RootElement, other.RootElement, "", differences);
        return new ReplayResult(false, engineChanged, differences);
    }

    private static void Compare(JsonElement? recorded, JsonElement? replayed, string path, List<ReplayDifference> differences)
    {
        if (recorded is { ValueKind: JsonValueKind.Object } one && replayed is { ValueKind: JsonValueKind.Object } other)
        {
            foreach (var name in one.EnumerateObject().Concat(other.EnumerateObject()).Select(property => property.Name).Distinct())
                Compare(Property(one, name), Property(other, name), path.Length == 0 ? name : $"{path}.{name}", differences);
        }
        else if (recorded is { ValueKind: JsonValueKind.Array } list && replayed is { ValueKind: JsonValueKind.Array } otherList)
        {
            for (var i = 0; i < Math.Max(list.GetArrayLength(), otherList.GetArrayLength()); i++)
                Compare(Item(list, i), Item(otherList, i), $"{path}[{i}]", differences);
        }
        else if (recorded?.GetRawText() != replayed?.GetRawText())
        {
            differences.Add(new ReplayDifference(path, recorded?.Clone(), replayed?.Clone()));
        }
    }

    private static JsonElement? Property(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement? Item(JsonElement json, int index) => index < json.GetArrayLength() ? json[index] : null;
}
