using System.CommandLine;
using Matching.Api.Commands.Verbs;

namespace Matching.Api.Commands.Models;

/// <summary>The verbs about models that are there already.</summary>
internal static class ModelsCommand
{
    public static Command Create(Terminal terminal) =>
        new Verb(
            "models",
            "List models, put one to use, take it back, or switch their use off.",
            """
            A model is used only once it is promoted, and promoted only when every gate of
            its evaluation is passed. What changes their use is in the log, with who answers
            for it. While the service runs it holds the data directory: then ask it instead
            (/v1/models); list and report work beside it.

            Examples:
              models list
              models report 1a2b3c
              models monitor --data this-year.csv
              models promote 1a2b3c --by "Anna Holm"
              models rollback --by "Anna Holm"
              models switch-off

            Exit codes:
              0  done
              1  refused; every reason is listed on standard error; or an alarm
              2  wrong usage, no such model, the record cannot be opened, or a service
                 holds it
              5  what is in the model's folder cannot be used
            """
        )
        {
            ModelsListCommand.Create(terminal),
            ModelsReportCommand.Create(terminal),
            MonitorCommand.Create(terminal),
            ModelChangeCommands.Promote(terminal),
            ModelChangeCommands.RollBack(terminal),
            ModelChangeCommands.Switch(terminal, on: false),
            ModelChangeCommands.Switch(terminal, on: true),
        };
}
