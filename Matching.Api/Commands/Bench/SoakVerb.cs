using System.CommandLine;
using System.Globalization;
using Matching.Api.Commands.Verbs;

namespace Matching.Api.Commands.Bench;

/// <summary>The verb that loads the service for long and says whether it stays as it was.</summary>
internal static class SoakVerb
{
    private const double LongestMinutes = 7 * 24 * 60;
    private const int MostConnections = 1_000;

    public static Command Create(Terminal terminal)
    {
        var minutes = new Option<double>("--minutes")
        {
            Description = "How long.",
            HelpName = "N",
            DefaultValueFactory = _ => 10,
        };
        var connections = new Option<int>("--connections")
        {
            Description = "How many callers ask at once.",
            HelpName = "N",
            DefaultValueFactory = _ => 64,
        };
        var postgres = new Option<string?>("--postgres")
        {
            Description = "Record on PostgreSQL, on a schema that holds no record yet.",
            HelpName = "CONNECTION",
        };
        var verb = new Verb(
            "soak",
            "Load the service for long, and see that it stays flat.",
            """
            It starts the service in a process of its own on 127.0.0.1, with its data in
            a temporary folder that is removed. Every caller ranks as fast as it is
            answered; some read and report free places. Every 30 seconds, or a tenth of
            the time when that is shorter, a line tells rate, waiting times, memory and
            the size of the log.

            Flat is: the rate in the second half at least 0.8 of the first, the 99th
            percentile at most 1.5 times, and the memory at most 1.2 times what it was
            after a fifth of the time. Build for it: dotnet run -c Release.

            Examples:
              soak
              soak --minutes 480 --connections 32

            Exit codes:
              0  flat
              1  not flat; the verdict says in what
              2  wrong usage
            """
        )
        {
            minutes,
            connections,
            postgres,
        };
        // By their words: a value that is no number cannot be asked for here.
        minutes.Validators.Add(given =>
        {
            if (
                given.Tokens is [var word]
                && !(double.TryParse(word.Value, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= LongestMinutes)
            )
                given.AddError($"--minutes must be above 0, and at most {LongestMinutes}.");
        });
        connections.Validators.Add(given =>
        {
            if (
                given.Tokens is [var word]
                && !(int.TryParse(word.Value, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostConnections)
            )
                given.AddError($"--connections must be a whole number from 1 to {MostConnections}.");
        });
        verb.SetAction(
            (parsed, cancellation) =>
                SoakCommand.RunAsync(
                    TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                    parsed.GetValue(connections),
                    parsed.GetValue(postgres),
                    terminal.Text,
                    cancellation
                )
        );
        return verb;
    }
}
