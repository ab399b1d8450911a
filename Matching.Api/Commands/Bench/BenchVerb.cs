using System.CommandLine;
using Matching.Api.Commands.Verbs;

namespace Matching.Api.Commands.Bench;

/// <summary>The verb that measures.</summary>
internal static class BenchVerb
{
    public static Command Create()
    {
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file.", HelpName = "FILE" };
        var quick = new Option<bool>("--quick") { Description = "About 20 seconds: shows that everything runs; its figures are rough." };
        var postgres = new Option<string?>("--postgres")
        {
            Description = "Measure recording on this PostgreSQL too (a connection string); in a schema that is removed again.",
            HelpName = "CONNECTION",
        };
        var verb = new Verb(
            "bench",
            "Measure the service on this machine, side by side.",
            """
            It starts servers of its own on 127.0.0.1 with records in a temporary folder, and removes them. Build for it: dotnet run -c Release.

            Examples:
              bench
              bench --quick --json figures.json
              bench --postgres "Host=127.0.0.1;Username=matching;Database=matching"

            Exit codes:
              0  measured; the table says which targets are met
            """
        )
        {
            json,
            quick,
            postgres,
        };
        verb.SetAction(
            async (parsed, _) => await BenchCommand.RunAsync(parsed.GetValue(json), parsed.GetValue(quick), parsed.GetValue(postgres))
        );
        return verb;
    }
}
