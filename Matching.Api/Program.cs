using Matching.Api.Commands;

return CommandLine.IsMeantBy(args)
    ? await CommandLine.RunAsync(args, Terminal.OfProcess())
    : await Serving.RunAsync(args, Console.Error);

/// <summary>The service.</summary>
public partial class Program;
