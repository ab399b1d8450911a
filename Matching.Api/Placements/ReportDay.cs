using Matching.Api.ReferenceData;
using Matching.Engine.Parsing;

namespace Matching.Api.Placements;

/// <summary>The day that a report of a placement speaks of.</summary>
internal static class ReportDay
{
    private const string Field = "asOf";

    /// <summary>Reads it; one that lies ahead is a fault, for nobody can report what has not been.</summary>
    public static DateOnly Read(ObjectReader body, HttpContext context)
    {
        var day = body.Require(Field).Date(Field) ?? default;
        if (day > context.RequestServices.GetRequiredService<Today>().InCopenhagen())
            body.Fault(Field, "lies after today: a report speaks of today or of a day before");
        return day;
    }

    /// <summary>
    /// Whether a report is older than the one in force, and so does not replace it. One in force that spoke of a day ahead when the other
    /// came, from before that was refused, is replaced by any.
    /// </summary>
    /// <param name="day">The day it speaks of.</param>
    /// <param name="inForce">The day the one in force speaks of; null when there is none.</param>
    /// <param name="today">The day it came, in Copenhagen.</param>
    public static bool IsOlder(DateOnly day, DateOnly? inForce, DateOnly today) => day < inForce && inForce <= today;
}
