using Matching.Api.Commands.Bench;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

/// <summary>Every part measures and gives figures. Nothing is asserted about time: machines differ.</summary>
public sealed class BenchTests
{
    private static readonly BenchPlan Tiny = new(
        1,
        TimeSpan.FromMilliseconds(50),
        TimeSpan.FromMilliseconds(10),
        4,
        [BenchPlan.SmallCatalogue, 60],
        1,
        TimeSpan.FromMilliseconds(1),
        1
    )
    {
        TrainingSizes = [0, 18],
        Trainings = 1,
        Cases = 60,
    };

    private BenchReport _report = null!;

    [OneTimeSetUp]
    public async Task Measure() => _report = await BenchCommand.MeasureAsync(Tiny);

    [Test]
    public void Every_way_of_answering_is_loaded() =>
        Assert.That(
            _report.Http,
            Has.Count.EqualTo(6)
                .And.All.Matches<HttpFigures>(row => row is { RequestsPerSecond: > 0, P50Milliseconds: > 0, ResponseBytes: > 1000 })
        );

    [Test]
    public void Open_cases_are_counted_and_a_page_of_them_is_told() =>
        Assert.That(_report.Caseload, Is.Not.Null.And.Matches<CaseloadFigures>(row => row is { Cases: 60, PageBytes: > 1000 }));

    [Test]
    public void The_bare_answer_is_of_the_size_of_the_durable_one()
    {
        var bare = _report.Http.Single(row => row.Name == HttpBench.Bare).ResponseBytes;
        var durable = _report.Http.Single(row => row.Name == HttpBench.Durable).ResponseBytes;
        Assert.That(bare, Is.EqualTo(durable).Within(5).Percent);
    }

    [Test]
    public void Most_generated_places_are_possible_for_the_measured_child() =>
        Assert.That(_report.Engine.Select(row => row.PossibleShare), Has.All.GreaterThanOrEqualTo(GeneratedCatalogue.LeastPossible));

    [Test]
    public void The_engine_is_measured_at_every_size() =>
        Assert.That(
            _report.Engine,
            Has.All.Matches<EngineFigures>(row => row is { RankNanoseconds: > 0, SumNanoseconds: > 0, ConfidenceMicroseconds: > 0 })
        );

    [Test]
    public void Training_is_measured_at_every_size() =>
        Assert.That(
            _report.Trainings.Select(row => (row.Stays, row.Milliseconds > 0, row.PlainMilliseconds > 0)),
            Is.EqualTo(new[] { (0, true, false), (18, true, true) })
        );

    [Test]
    public void Starts_are_held_against_an_empty_service() =>
        Assert.That(_report.Starts.Select(row => row.Name), Is.EqualTo(new[] { StartBench.Empty, StartBench.First, StartBench.Again }));

    [Test]
    public void Memory_is_measured_idle_and_after_the_load() =>
        Assert.That(
            new[] { _report.Memory.WorkingSetIdle, _report.Memory.WorkingSetAfterLoad, _report.Memory.HeapIdle },
            Has.All.GreaterThan(0.0)
        );

    [Test]
    public void Every_target_has_a_figure() =>
        // A start with a few cases more may be the faster one of two.
        Assert.That(
            _report.Targets,
            Has.Count.EqualTo(11)
                .And.All.Matches<Target>(target =>
                    target is { Value: > 0 } || target!.Name.StartsWith("start with", StringComparison.Ordinal)
                )
        );
}
