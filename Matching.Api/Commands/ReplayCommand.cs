using System.CommandLine;
using Matching.Api.Commands.Verbs;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Api.WhatIfs;
using Matching.Engine;
using Spectre.Console;

namespace Matching.Api.Commands;

/// <summary>Ranks a recorded request again on what it was ranked with then, and compares.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID")
        {
            Description = "The id of a ranking or a what-if, as in rankingId or whatIfId of the answer.",
        };
        var record = new RecordOption();
        var verb = new Verb(
            "replay",
            "Rank a recorded request on its recorded versions again; compare.",
            """
            It only reads and may run while the service does.

            Example:
              replay 019ab1c2-6f1e-7c43-8d55-0f2a9c1b7e10 --data-directory /srv/matching

            Exit codes:
              0  identical to the byte
              1  different; every difference is listed
              2  no such ranking or what-if, erased, or the record cannot be read
            """
        )
        {
            id,
            record,
        };
        verb.SetAction(parsed => Run(parsed.GetRequiredValue(id), record, parsed, terminal));
        return verb;
    }

    private static int Run(string id, RecordOption record, ParseResult parsed, Terminal terminal)
    {
        if (!Guid.TryParseExact(id, "D", out _))
            return Refuse(terminal, "That is not the id of a ranking: it must look like 019ab1c2-6f1e-7c43-8d55-0f2a9c1b7e10.");
        using var store = record.Open(parsed, terminal);
        if (store is null)
            return ExitCode.Unusable;
        try
        {
            var referenceStore = new ReferenceDataStore(ShippedData.Load(ShippedData.DefaultFolder), store.Documents.Find);
            var placements = PlacementStateProjection.From(store.Entries);
            if (RankingHandler.Find(store.Entries, id) is { } ranking)
                return Report(
                    $"Ranking   {id}",
                    ranking.RecordedAt,
                    ranking.Record.Versions,
                    new RankingReplay(referenceStore, placements).Run(ranking),
                    terminal
                );
            if (WhatIfHandler.Find(store.Entries, id) is { } whatIf)
            {
                var replayed = new WhatIfReplay(referenceStore, placements).Run(whatIf, WhatIfHandler.BasisOf(store.Entries, whatIf));
                return Report(
                    $"What-if   {id}, based on ranking {whatIf.Record.RankingId}",
                    whatIf.RecordedAt,
                    whatIf.Record.Ranked.Versions,
                    replayed,
                    terminal
                );
            }
            return Refuse(terminal, "There is no such ranking or what-if in this record.");
        }
        catch (PayloadUnreadableException unreadable)
        {
            return Refuse(
                terminal,
                unreadable.KeyIsMissing
                    ? "The ranking was erased."
                    : "What was recorded cannot be read any more: it was changed. Run verify."
            );
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException)
        {
            return Refuse(terminal, fault.Message);
        }
    }

    private static int Report(string what, string recordedAt, RankingVersions versions, ReplayResult replayed, Terminal terminal)
    {
        var writer = terminal.Text;
        writer.WriteLine(what);
        writer.WriteLine($"Recorded  {recordedAt}, engine {versions.Engine}, state {versions.State}");
        if (replayed.EngineChanged)
            writer.WriteLine($"Engine    now {Matcher.EngineVersion}");
        if (replayed.Identical)
        {
            terminal.Out.MarkupLine("Result    [green]identical[/] to the byte");
            return ExitCode.Done;
        }
        var count = replayed.Differences.Count;
        terminal.Out.MarkupLine($"Result    [red]different[/] in {count} {(count == 1 ? "place" : "places")}");
        foreach (var difference in replayed.Differences)
        {
            writer.WriteLine($"  {difference.Path}");
            writer.WriteLine($"    recorded  {difference.Recorded?.GetRawText() ?? "(not there)"}");
            writer.WriteLine($"    replayed  {difference.Replayed?.GetRawText() ?? "(not there)"}");
        }
        return ExitCode.NotAsRecorded;
    }

    private static int Refuse(Terminal terminal, string reason)
    {
        terminal.Complain(reason);
        return ExitCode.Unusable;
    }
}
