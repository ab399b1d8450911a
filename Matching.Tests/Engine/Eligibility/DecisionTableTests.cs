using System.Text;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

/// <summary>The whole law of the shipped rules on one page: what each ground by each decider opens for a child of each age.</summary>
public sealed class DecisionTableTests
{
    private static readonly Dictionary<string, char> Marks = new()
    {
        [""] = '+',
        ["less-locked-than-decided"] = 'l',
        ["own-decision-for-level"] = 'o',
        ["ground-not-assessed"] = 'a',
        ["decider-not-known"] = 'd',
        ["!no-ground-for-level"] = 'N',
        ["!age-outside-ground"] = 'A',
        ["!decider-cannot-give-ground"] = 'D',
    };

    [Test]
    public void The_decision_table_is_the_one_that_was_reviewed()
    {
        var table = new StringBuilder()
            .Append("What the ground gate says at each level, least locked first:\n")
            .Append($"  {string.Join(", ", Terms<Level>.AllTexts)}\n")
            .Append("+ nothing stands in the way\n");
        foreach (var (code, mark) in Marks.Where(mark => mark.Key.Length > 0))
            table.Append($"{mark} {(code[0] == '!' ? "refused" : "condition")}: {code.TrimStart('!')}\n");
        table.Append("After a slash, at the level itself: c = must be confirmed, y = too young without a dispensation, b = needs a ");
        table.Append("ground beside it.\n");
        foreach (var (name, grounds) in Positions())
        {
            table.Append($"\n{name}\n");
            foreach (var decider in Terms<Decider>.All.Cast<Decider?>().Append(null))
                table.Append(
                    $"  {(decider is { } known ? Terms<Decider>.Text(known) : "decider not known"), -18} {Ages(grounds, decider)}\n"
                );
        }
        Snapshot.Matches(table.ToString(), "DecisionTable");
    }

    private static IEnumerable<(string, IReadOnlyList<Ground>?)> Positions() =>
        [
            ("not assessed", null),
            ("no ground", []),
            .. Terms<Ground>.All.Select(ground => (Terms<Ground>.Text(ground), (IReadOnlyList<Ground>?)[ground])),
        ];

    /// <summary>Ages with the same outcome stand together.</summary>
    private static string Ages(IReadOnlyList<Ground>? grounds, Decider? decider)
    {
        var outcomes = Enumerable.Range(0, 18).Select(age => (Age: age, Row: Row(grounds, decider, age))).ToList();
        var runs = new List<string>();
        for (var first = 0; first < outcomes.Count; )
        {
            var last = outcomes.FindLastIndex(outcome =>
                outcomes.Skip(first).TakeWhile(same => same.Row == outcomes[first].Row).Contains(outcome)
            );
            runs.Add($"{$"{first}-{last}", -5} {outcomes[first].Row, -11}");
            first = last + 1;
        }
        return string.Join("   ", runs).TrimEnd();
    }

    private static string Row(IReadOnlyList<Ground>? grounds, Decider? decider, int age)
    {
        var law = A.Case(
            A.Child() with
            {
                AgeYears = age,
                Legal = new LegalPosition(grounds, decider, Terms<Step>.All),
            },
            A.Catalogue(A.Place())
        ).Law;
        var marks = Terms<Level>.All.Select(level =>
            Marks[law.At(level).GroundFinding is { } finding ? Gates.GateFindings.Shown(finding) : ""]
        );
        var confirmed = Terms<Level>.All.Any(level =>
            law.At(level).Confirmation is not null && law.At(level).GroundFinding?.Refuses != true
        );
        var beside = Terms<Level>.All.SelectMany(level => law.At(level).GroundConditions).Select(condition => condition.Code).ToList();
        var flags = string.Concat(
            confirmed ? "c" : "",
            beside.Contains("age-dispensation") ? "y" : "",
            beside.Contains("ground-beside-ground") ? "b" : ""
        );
        return string.Concat(marks) + (flags.Length > 0 ? $"/{flags}" : "");
    }
}
