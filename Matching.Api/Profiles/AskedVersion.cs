using System.Globalization;
using System.Reflection;
using Matching.Api.Http;

namespace Matching.Api.Profiles;

/// <summary>The query parameter <c>version</c>.</summary>
/// <param name="Number">Which version; null = the one in force.</param>
public readonly record struct AskedVersion(int? Number)
{
    private const string Name = "version";

    /// <summary>The parameter, for the OpenAPI document.</summary>
    internal static readonly DescribedParameter Described = new(
        Name,
        InHeader: false,
        "Which version; the one in force when left out.",
        IsNumber: true
    );

    /// <summary>Reads it; a fault is noted.</summary>
    public static ValueTask<AskedVersion> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        if (!context.Request.Query.TryGetValue(Name, out var values))
            return ValueTask.FromResult(default(AskedVersion));
        if (values is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1)
            return ValueTask.FromResult(new AskedVersion(number));
        context.Problems().Add(Name, "must be the number of a version, from 1");
        return ValueTask.FromResult(default(AskedVersion));
    }
}
