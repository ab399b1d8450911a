namespace Matching.Api.Security;

/// <summary>Who makes a request, and whose cases they work with.</summary>
public sealed record CurrentCaller(string Name, TeamSet Teams);
