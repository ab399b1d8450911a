using Matching.Api.Commands.Bench;
using Matching.Api.Hosting;

if (args is [EmptyApi.Verb, ..])
    return await EmptyApi.RunAsync(args[1..]);
if (args is ["bench", .. var options])
    return await BenchCommand.RunAsync(options.SkipWhile(option => option != "--json").ElementAtOrDefault(1), options.Contains("--quick"));

var app = MatchingApplication.Build(args);
await app.RunAsync();
return 0;

/// <summary>The service.</summary>
public partial class Program;
