using System.Reflection;

namespace Matching.Api.Security;

/// <summary>Who makes a request, and whose cases they work with.</summary>
public sealed record CurrentCaller(string Name, TeamSet Teams)
{
    /// <summary>The caller of a request.</summary>
    public static ValueTask<CurrentCaller> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        return ValueTask.FromResult(context.Caller());
    }
}
