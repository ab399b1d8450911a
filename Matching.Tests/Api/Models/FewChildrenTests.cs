using Matching.Api.ReferenceData;
using Matching.Api.Stays;
using Matching.Api.Training;
using Matching.Engine.Learning;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Models;

/// <summary>Below five children nothing that is told moves: every file is that of no data, byte for byte.</summary>
public sealed class FewChildrenTests
{
    private static readonly Lazy<LearningData> Learning = new(() => LearningData.Load(RepositoryFiles.PathOf("data")));
    private static readonly Lazy<IReadOnlyList<(string Name, byte[] Content)>> OfNoData = new(() => FilesOf(TrainingSet.None));

    [Test]
    public void Every_file_of_one_to_four_children_is_that_of_no_data([Range(1, 4)] int children, [Range(1, 6)] int seed)
    {
        var stays = DrawnStays.Of(200, SimulatedStays.Believable, seed);
        var few = stays.Select(stay => stay.Child).Distinct().Take(children).ToHashSet(StringComparer.Ordinal);
        var set = SimulatedStays.Set([.. stays.Where(stay => few.Contains(stay.Child))]) with { Version = $"hash-{seed}-{children}" };
        Assert.That(set.Stays, Is.Not.Empty);

        foreach (var ((name, content), (_, ofNoData)) in FilesOf(set).Zip(OfNoData.Value))
            Assert.That(content, Is.EqualTo(ofNoData), name);
    }

    [Test]
    public void Of_five_children_something_is_told()
    {
        var stays = DrawnStays.Of(200, SimulatedStays.Believable, 1);
        var five = stays.Select(stay => stay.Child).Distinct().Take(5).ToHashSet(StringComparer.Ordinal);
        var set = SimulatedStays.Set([.. stays.Where(stay => five.Contains(stay.Child))]);

        Assert.That(
            FilesOf(set).Zip(OfNoData.Value).Count(pair => !pair.First.Content.AsSpan().SequenceEqual(pair.Second.Content)),
            Is.Positive
        );
    }

    [Test]
    public void A_place_or_value_of_few_among_many_is_named_in_no_file()
    {
        var stays = DrawnStays.Of(60, SimulatedStays.Believable, 3).Select(stay => stay with { PlacementId = "many" }).ToList();
        stays[0] = stays[0] with { PlacementId = "only-one-child-lived-here" };
        var set = SimulatedStays.Set(stays);
        var attributes = set.ProtectedByChild.ToDictionary(
            child => child.Key,
            child =>
                (IReadOnlyDictionary<string, string>)
                    new Dictionary<string, string> { ["origin"] = child.Key == stays[0].Child ? "only-one-child-has-this" : "common" }
        );

        foreach (var (name, content) in FilesOf(set with { ProtectedByChild = attributes }))
        {
            var text = System.Text.Encoding.UTF8.GetString(content);
            Assert.That(text, Does.Not.Contain("only-one-child"), name);
        }
    }

    private static IReadOnlyList<(string Name, byte[] Content)> FilesOf(TrainingSet set) =>
        ModelTraining
            .Run(
                new TrainingRequest(set, TrainerKind.Additive, 1, null, DataSheetMarkdown.Write(DataSheet.Of(set, LeftOutStays.None))),
                Learning.Value
            )
            .Files;
}
