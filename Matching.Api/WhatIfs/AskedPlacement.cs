using System.Reflection;
using Matching.Api.Http;

namespace Matching.Api.WhatIfs;

/// <summary>The query parameter <c>placementId</c>: the place that a question is about.</summary>
/// <param name="Value">Its id.</param>
internal readonly record struct AskedPlacement(string Value)
{
    private const string Name = "placementId";

    /// <summary>Reads it; a fault is noted.</summary>
    public static ValueTask<AskedPlacement> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        if (context.Request.Query[Name] is [{ Length: > 0 } named])
            return ValueTask.FromResult(new AskedPlacement(named));
        context.Problems().Add(Name, "is required: one id of a placement");
        return ValueTask.FromResult(new AskedPlacement(""));
    }
}
