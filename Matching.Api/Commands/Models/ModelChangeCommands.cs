using System.CommandLine;
using System.Data.Common;
using Matching.Api.Commands.Verbs;
using Matching.Api.Models;
using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Engine.Learning.Evaluation;

namespace Matching.Api.Commands.Models;

/// <summary>The verbs that change which model rankings may use, while no service holds the record.</summary>
internal static class ModelChangeCommands
{
    /// <summary>Who the log names as caller; the person stands in the entry.</summary>
    private const string Caller = "command-line";

    public static Command Promote(Terminal terminal)
    {
        var options = new ModelOptions();
        var version = new Argument<string>("VERSION") { Description = "The version of the model, or its first letters." };
        var by = Name("--by", "The person who answers for it.", isRequired: true);
        var overridden = new Option<string[]>("--override")
        {
            HelpName = "GATE",
            Description = $"A gate in spite of which; may be given several times. Never: {string.Join(", ", Gates.NeverOverridden)}.",
        };
        overridden.AcceptOnlyFromAmong([.. Gates.All]);
        var second = Name("--second", "Another person who answers for overriding gates.");
        var reason = new Option<string>("--reason") { HelpName = "TEXT", Description = "Why gates are overridden; it is recorded." };
        reason.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0 && !ModelNames.IsReason(given.Tokens[0].Value))
                given.AddError(
                    $"--reason must be a text of 1 to {ModelNames.LongestReason} characters, and no civil registration number (CPR)."
                );
        });
        var verb = new Verb(
            "promote",
            "Put a model to use.",
            """
            Refused unless every gate of its evaluation is passed; one that could not be
            assessed is not. Some gates can be overridden by two named people with a reason.
            It must have been judged by the limits and the prior of the data folder that
            the service uses (setting DataFolder); nobody can override that.

            Examples:
              models promote 1a2b3c --by "Anna Holm"
              models promote 1a2b3c --by "Anna Holm" --override rank-stability
                     --second "Bo Lind" --reason "Order differs among places alike"

            Exit codes:
              0  promoted
              1  refused; every reason is listed on standard error
              2  wrong usage, no such model, the record cannot be opened, or a service
                 holds it
              5  what is in the model's folder, or the data folder, cannot be used
            """
        )
        {
            version,
            by,
            overridden,
            second,
            reason,
            options.Folder,
            options.Record,
        };
        verb.SetAction(
            (parsed, _) =>
                options.Find(parsed.GetRequiredValue(version), parsed, terminal) is not { } model
                    ? Task.FromResult(ExitCode.Unusable)
                    : ChangeAsync(
                        options,
                        parsed,
                        terminal,
                        async (registry, state, writer) =>
                        {
                            var wish = new PromotionWish(
                                parsed.GetRequiredValue(by).Trim(),
                                parsed.GetValue(overridden) ?? [],
                                parsed.GetValue(second)?.Trim(),
                                parsed.GetValue(reason)
                            );
                            var outcome = (
                                await registry.PromoteAsync(model.Version, wish, LearningData.Load(RecordOption.DataFolder()), Caller)
                            )!;
                            foreach (var refusal in outcome.Refusals)
                                terminal.Complain(PromotionWords.Of(refusal));
                            if (!outcome.IsPromoted)
                                return ExitCode.Refused;
                            writer.WriteLine($"Promoted  {model.Version}");
                            if (outcome.Overridden.Count > 0)
                                writer.WriteLine($"In spite  {string.Join(", ", outcome.Overridden)}");
                            if (!state.Current.IsOn)
                                writer.WriteLine("The use of models is switched off: models switch-on.");
                            return ExitCode.Done;
                        }
                    )
        );
        return verb;
    }

    public static Command RollBack(Terminal terminal)
    {
        var options = new ModelOptions();
        var by = Name("--by", "The person who answers for it.", isRequired: true);
        var verb = new Verb(
            "rollback",
            "Bring back the model before, or none.",
            """
            Example:
              models rollback --by "Anna Holm"

            Exit codes:
              0  done
              1  no model is promoted
              2  wrong usage, the record cannot be opened, or a service holds it
            """
        )
        {
            by,
            options.Record,
        };
        verb.SetAction(
            (parsed, _) =>
                ChangeAsync(
                    options,
                    parsed,
                    terminal,
                    async (registry, _, writer) =>
                    {
                        if (await registry.RollBackAsync(parsed.GetRequiredValue(by).Trim(), Caller) is not { } change)
                        {
                            terminal.Complain("No model is promoted, so there is nothing to go back from.");
                            return ExitCode.Refused;
                        }
                        writer.WriteLine($"Was  {change.From}");
                        writer.WriteLine($"Now  {change.To ?? "none: rankings are made by rules alone"}");
                        return ExitCode.Done;
                    }
                )
        );
        return verb;
    }

    public static Command Switch(Terminal terminal, bool on)
    {
        var options = new ModelOptions();
        var by = Name("--by", "The person who answers for it; recorded as not told when left out.");
        var name = on ? "switch-on" : "switch-off";
        var verb = new Verb(
            name,
            on ? "Let rankings use the promoted model again." : "Stop the use of any model at once; promotions stand.",
            $"""
            Example:
              models {name}

            Exit codes:
              0  done, or it stood so already
              2  wrong usage, the record cannot be opened, or a service holds it
            """
        )
        {
            by,
            options.Record,
        };
        verb.SetAction(
            (parsed, _) =>
                ChangeAsync(
                    options,
                    parsed,
                    terminal,
                    async (registry, _, writer) =>
                    {
                        var switched = await registry.SwitchAsync(on, parsed.GetValue(by)?.Trim() ?? Caller, Caller);
                        writer.WriteLine($"The use of models is {(switched ? "" : "already ")}switched {(on ? "on" : "off")}.");
                        return ExitCode.Done;
                    }
                )
        );
        return verb;
    }

    private static async Task<int> ChangeAsync(
        ModelOptions options,
        ParseResult parsed,
        Terminal terminal,
        Func<ModelRegistry, ModelStateProjection, TextWriter, Task<int>> change
    )
    {
        // Nothing is begun where there is no record yet: a misspelt folder must not seem switched off.
        using (var record = options.Record.Open(parsed, terminal))
        {
            if (record is null)
                return ExitCode.Unusable;
        }
        try
        {
            await using var store = MatchingStore.Open(options.Record.Folder(parsed), TimeProvider.System, RecordOption.Options());
            var state = new ModelStateProjection();
            store.Log.Follow(state.Apply);
            return await change(new ModelRegistry(store, state, options.Folders(parsed)), state, terminal.Text);
        }
        catch (DataDirectoryInUseException held)
        {
            terminal.Complain($"Nothing was changed. {held.Message} While the service runs, ask it: /v1/models, see /swagger.");
            return ExitCode.Unusable;
        }
        catch (Exception fault)
            when (fault
                    is MasterKeyException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
                        or DbException
                        or LogUnavailableException
            )
        {
            terminal.Complain($"Nothing was changed. {fault.Message}");
            return ExitCode.Unusable;
        }
    }

    private static Option<string> Name(string name, string meaning, bool isRequired = false)
    {
        var option = new Option<string>(name)
        {
            HelpName = "NAME",
            Description = meaning,
            Required = isRequired,
        };
        option.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0 && !ModelNames.IsName(given.Tokens[0].Value))
                given.AddError($"{name} {ModelNames.Rule}.");
        });
        return option;
    }
}
