using System.Text;
using Dapper;
using Matching.Engine;
using Matching.Engine.Parsing;
using Matching.Engine.Ranking;
using Matching.Tests.Api.Storage;
using Matching.Tests.Engine.Examples;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Scoring;

/// <summary>
/// Criteria that a store has kept: no matter which criteria there are since, they still weigh, draw and rank as they did.
/// </summary>
public sealed class EarlierCriteriaTests
{
    /// <summary>Written before there were criteria about the residents. A line that differs is a ranking that no longer replays.</summary>
    [TestCase("schema-0004")]
    [TestCase("schema-0005")]
    public void The_examples_rank_as_ever_on_the_criteria_of_an_earlier_store(string store)
    {
        var referenceData = ReferenceDataOf(store);
        var text = new StringBuilder();
        foreach (var name in Example.Names)
        {
            var request = Example.Read(Example.Open(name));
            var ranking = Matcher.Rank(request.Profile, referenceData, request.AsOf);
            var confidence = RankStability.Of(ranking);
            text.Append(name).Append('\n');
            for (var place = 0; place < ranking.Places.Length; place++)
            {
                var (low, high) = confidence.RankIntervals![place];
                text.Append(
                    $"    {referenceData.Catalogue.Placements[ranking.Places[place].Placement].Id} {ranking.Places[place].Score}, "
                        + $"first in {confidence.FirstCounts[place]}, {low}-{high}\n"
                );
            }
        }
        Snapshot.Matches(text.ToString(), "EarlierCriteria");
    }

    /// <summary>The documents of its last ranking, as the store keeps them.</summary>
    static ReferenceDataSet ReferenceDataOf(string store)
    {
        var copy = Path.Combine(Directory.CreateTempSubdirectory("matching-criteria-").FullName, "matching.db");
        File.Copy(RepositoryFiles.PathOf("Matching.Tests", "Data", "stores", store, "matching.db"), copy);
        using var connection = TemporaryStore.OpenRaw(copy);
        return ReferenceDataSet.Load(Kept("catalogue"), Kept("rules"), Kept("criteria"));

        DataDocument Kept(string kind) =>
            DataDocument.FromContent(
                connection.QuerySingle<byte[]>(
                    "SELECT content FROM documents WHERE kind = @kind ORDER BY recorded_at DESC LIMIT 1",
                    new { kind }
                )
            );
    }
}
