using System.Globalization;
using System.Reflection;
using Matching.Api.Http;
using Matching.Engine.Parsing;

namespace Matching.Api.Caseload;

/// <summary>
/// What a list of cases is ordered by. Cases that lack it come last; ties are broken by an id of the case that never changes.
/// </summary>
public enum CaseOrder
{
    /// <summary>Those that have waited longest first.</summary>
    Waiting,

    /// <summary>Those that need a place first.</summary>
    NeededFrom,

    /// <summary>Those of which something has to happen first.</summary>
    Deadline,

    /// <summary>Acute ones first; among them, those that have waited longest.</summary>
    Urgency,
}

/// <summary>Which cases are listed, and how; null = any.</summary>
/// <param name="State">How they stand.</param>
/// <param name="Team">The team they are limited to.</param>
/// <param name="PlacementId">The placement where the child lives, or that is asked or holds a bed.</param>
/// <param name="DeadlineBefore">The day before which something has to happen.</param>
/// <param name="ExternalId">What another system calls it.</param>
/// <param name="Sort">The order.</param>
internal sealed record CaseListQuery(
    CaseStanding? State,
    string? Team,
    string? PlacementId,
    DateOnly? DeadlineBefore,
    string? ExternalId,
    CaseOrder Sort
)
{
    private const int MostLetters = 64;
    private const string StateName = "state",
        TeamName = "team",
        PlacementName = "placementId",
        DeadlineName = "deadlineBefore",
        ExternalName = "externalId",
        SortName = "sort";

    /// <summary>The parameters, for the OpenAPI document.</summary>
    public static readonly DescribedParameter[] Described =
    [
        new(StateName, InHeader: false, "How the cases stand.") { Words = Terms<CaseStanding>.AllTexts },
        new(TeamName, InHeader: false, "The team the cases are limited to."),
        new(PlacementName, InHeader: false, "The placement where the child lives, or that is asked or holds a bed."),
        new(DeadlineName, InHeader: false, "A day, yyyy-MM-dd, before which something has to happen."),
        new(ExternalName, InHeader: false, "What another system calls the case: its caseUuid or caseNumber."),
        new(
            SortName,
            InHeader: false,
            "What comes first; waiting when left out: those that have waited longest. Ties are broken by an id of the case that never "
                + "changes."
        )
        {
            Words = Terms<CaseOrder>.AllTexts,
        },
    ];

    /// <summary>Reads it; faults are noted.</summary>
    public static ValueTask<CaseListQuery> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var (query, problems) = (context.Request.Query, context.Problems());
        return ValueTask.FromResult(
            new CaseListQuery(
                QueryText.Word<CaseStanding>(query, StateName, problems),
                Text(query, TeamName, problems),
                Text(query, PlacementName, problems),
                QueryText.Date(query, DeadlineName, problems),
                Text(query, ExternalName, problems),
                QueryText.Word<CaseOrder>(query, SortName, problems) ?? CaseOrder.Waiting
            )
        );
    }

    /// <summary>Whether a case is one of those asked for, however it stands.</summary>
    public bool Takes(CaseRow row) =>
        (Team is null || row.State.Team == Team)
        && (PlacementId is null || row.IsAbout(PlacementId))
        && (DeadlineBefore is null || row.NextDeadline?.Date < DeadlineBefore)
        && (ExternalId is null || row.File.ExternalIds?.Is(ExternalId) == true);

    private static string? Text(IQueryCollection query, string name, Problems problems)
    {
        if (!query.TryGetValue(name, out var values))
            return null;
        if (values is [{ Length: >= 1 and <= MostLetters } text] && RefusedText.FaultOf(text) is null)
            return text;
        problems.Add(name, $"must be one text of 1 to {MostLetters} characters, and no civil registration number (CPR)");
        return null;
    }
}

/// <summary>Where a case stands in a list: by what it is ordered by, then by the case itself. The order is total.</summary>
/// <param name="Key">What it is ordered by; the least comes first.</param>
/// <param name="SubjectId">The case, as the log knows it.</param>
internal readonly record struct CasePosition(long Key, string SubjectId) : IComparable<CasePosition>
{
    private const char Between = '|';

    /// <inheritdoc/>
    public int CompareTo(CasePosition other) =>
        Key != other.Key ? Key.CompareTo(other.Key) : string.CompareOrdinal(SubjectId, other.SubjectId);

    /// <summary>As the cursor of a page that ends with it.</summary>
    /// <param name="sort">The order of the list.</param>
    public string CursorIn(CaseOrder sort) =>
        string.Create(CultureInfo.InvariantCulture, $"{Terms<CaseOrder>.Text(sort)}{Between}{Key}{Between}{SubjectId}");

    /// <summary>From the cursor of a page; null when it is none of a list in this order.</summary>
    public static CasePosition? FromCursor(string cursor, CaseOrder sort) =>
        cursor.Split(Between) is [var order, var key, var subjectId]
        && order == Terms<CaseOrder>.Text(sort)
        && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new CasePosition(number, subjectId)
            : null;
}
