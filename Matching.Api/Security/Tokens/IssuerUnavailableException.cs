namespace Matching.Api.Security.Tokens;

/// <summary>The issuer's keys cannot be had right now, so nobody can say whether a token is right.</summary>
public sealed class IssuerUnavailableException(string reason, Exception? cause = null) : Exception(reason, cause);
