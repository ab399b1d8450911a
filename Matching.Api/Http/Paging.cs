using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace Matching.Api.Http;

/// <summary>
/// Which page of a list is asked for. A cursor names the last item of the page before by what the list is ordered by, so that a page is
/// right although items come and go.
/// </summary>
/// <param name="Limit">How many items at most.</param>
/// <param name="After">The position after which the page begins; null = at the start.</param>
public sealed record PageQuery(int Limit, string? After)
{
    /// <summary>The most items of a page.</summary>
    public const int MostItems = 200;

    private const int UsualItems = 50;
    private const int LongestCursor = 1000;
    private const string LimitName = "limit",
        CursorName = "cursor";

    /// <summary>The parameters, for the OpenAPI document.</summary>
    internal static readonly DescribedParameter DescribedLimit = new(
        LimitName,
        InHeader: false,
        "How many items a page holds, 1 to 200; 50 when left out.",
        IsNumber: true
    );

    /// <inheritdoc cref="DescribedLimit"/>
    internal static readonly DescribedParameter DescribedCursor = new(
        CursorName,
        InHeader: false,
        "Which page: what the Link header of the page before says (rel=next)."
    );

    /// <summary>Reads it; a fault is noted.</summary>
    public static ValueTask<PageQuery> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var (query, problems) = (context.Request.Query, context.Problems());
        var limit = UsualItems;
        if (
            query.TryGetValue(LimitName, out var limits)
            && (
                limits is not [{ } text]
                || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > MostItems
            )
        )
            problems.Add(LimitName, $"must be a whole number from 1 to {MostItems}");
        string? after = null;
        if (query.TryGetValue(CursorName, out var cursors) && (after = Read(cursors)) is null)
            RefuseCursor(context);
        return ValueTask.FromResult(new PageQuery(limit, after));
    }

    /// <summary>Notes that the cursor is none of this list.</summary>
    public static void RefuseCursor(HttpContext context) => context.Problems().Add(CursorName, "is not the cursor of a page of this list");

    /// <summary>Says in the <c>Link</c> header where the list goes on (RFC 8288).</summary>
    /// <param name="context">The request for this page.</param>
    /// <param name="last">The position of its last item.</param>
    public static void LinkNext(HttpContext context, string last)
    {
        var query = context
            .Request.Query.Where(pair => pair.Key != CursorName)
            .Append(KeyValuePair.Create<string, StringValues>(CursorName, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last))));
        context.Response.Headers.Link = $"<{context.Request.Path}{new QueryBuilder(query).ToQueryString()}>; rel=\"next\"";
    }

    private static string? Read(StringValues cursors)
    {
        if (cursors is not [{ Length: >= 1 and <= LongestCursor } cursor] || !Base64Url.IsValid(cursor))
            return null;
        var bytes = Base64Url.DecodeFromChars(cursor);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }
}
