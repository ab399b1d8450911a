using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning;

/// <summary>A municipality may be stricter than the shipped limits; where nobody can override a gate, its file cannot either.</summary>
public sealed class LearningSettingsLoaderTests
{
    [TestCase("mostConcordance", 0.95, 0.96)]
    [TestCase("mostConcordanceOfOneFact", 0.9, 0.91)]
    [TestCase("mostTeamReported", 0.3, 0.31)]
    [TestCase("leastReported", 0.5, 0.49)]
    [TestCase("mostGroupGap", 0.3, 0.31)]
    [TestCase("leastGroup", 50, 51)]
    public void A_gate_that_nobody_can_override_is_not_loosened_by_a_file(string limit, double laxest, double laxer)
    {
        Assert.That(() => Load(limit, laxest), Throws.Nothing);
        Assert.That(() => Load(limit, laxer), Throws.TypeOf<DataException>().With.Message.Contains($"gates.{limit}.value"));
    }

    [TestCase("mostConcordance", 0.7)]
    [TestCase("mostTeamReported", 0)]
    [TestCase("leastReported", 1)]
    [TestCase("mostGroupGap", 0.02)]
    [TestCase("leastGroup", 5)]
    public void A_file_may_ask_for_more(string limit, double value) => Assert.That(() => Load(limit, value), Throws.Nothing);

    private static LearningSettings Load(string limit, double value)
    {
        var settings = JsonNode.Parse(File.ReadAllText(RepositoryFiles.PathOf("data", "learning.json")))!;
        settings["gates"]![limit]!["value"] = JsonNode.Parse(value.ToString(CultureInfo.InvariantCulture));
        return LearningSettingsLoader.Load(DataDocument.FromFiles([("learning.json", Encoding.UTF8.GetBytes(settings.ToJsonString()))]));
    }
}
