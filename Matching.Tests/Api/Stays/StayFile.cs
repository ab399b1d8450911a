using System.Text;
using Matching.Api.Stays;
using Matching.Engine.Learning;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Stays;

/// <summary>A file of stays, written line by line, and what reading it says.</summary>
static class StayFile
{
    public const string Head =
        "stay,child,placement,start,end,ending,endedBy,movedTo,reportedBy,track,watchedUntil,factsAsOf,child.ageYears";
    public const string Begun = "s1,a,nexus,2024-02-01,2024-05-01,planned,,,,social,,2024-01-20,15";

    public static string Row(
        string stay,
        string child,
        string start = "2024-02-01",
        string end = "2024-05-01",
        string ending = "planned",
        string track = "social",
        string factsAsOf = "2024-01-20"
    ) => $"{stay},{child},nexus,{start},{end},{ending},,,,{track},,{factsAsOf},15";

    public static void Refused(string fault, params string[] lines)
    {
        var read = Read(lines);
        Assert.That((read.Imported, string.Join('\n', Lines(read))), Is.EqualTo(((ImportedStays?)null, fault)));
    }

    public static StayCsvResult Read(params string[] lines) => StayCsv.Read(Bytes(lines), TestReferenceData.Shipped);

    public static MemoryStream Bytes(params string[] lines) => new(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    public static string[] Lines(StayCsvResult read) => [.. read.Faults.Select(fault => fault.ToString())];

    public static string Word(ObservedStay stay, string feature)
    {
        var index = OutcomeFeature.All.ToList().FindIndex(one => one.Code == feature);
        return OutcomeFeature.All[index].Bins[stay.Bins[index]];
    }
}
