using Matching.Api.Commands;
using Matching.Api.Commands.Bench;
using Matching.Api.Commands.Verbs;

// What starts are held against must itself start by the shortest way.
if (args is [EmptyApi.Verb, .. var configuration])
    return await EmptyApi.RunAsync(configuration);
return CommandLine.IsMeantBy(args)
    ? await CommandLine.RunAsync(args, Terminal.OfProcess())
    : await Serving.RunAsync(args, new PrintableText(Console.Error));

/// <summary>The service.</summary>
public partial class Program;
