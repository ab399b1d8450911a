using Matching.Api.Hosting;

var app = MatchingApplication.Build(args);
await app.RunAsync();
return 0;

/// <summary>The service.</summary>
public partial class Program;
