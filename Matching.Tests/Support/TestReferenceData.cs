using System.Text.Json.Nodes;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Scoring;

namespace Matching.Tests.Support;

/// <summary>The shipped data, and variations of it.</summary>
public static class TestReferenceData
{
    /// <summary>The day most tests speak of.</summary>
    public static readonly DateOnly Day = new(2026, 11, 22);

    private static readonly Lazy<ReferenceDataSet> LoadedKnowledge = new(() =>
        ReferenceDataSet.Load(Document("catalogue"), Document("rules"), Document("criteria.json"))
    );
    private static readonly Lazy<Texts> LoadedTexts = new(() => Texts.Load(Document("texts")));
    private static readonly Lazy<CriteriaSet> LoadedEarlierCriteria = new(() =>
        ChangedCriteria(file =>
        {
            BeforeVersion11(file);
            file["schema"] = 1;
            foreach (var since in new[] { "peers", "steps", "suspicions" })
                file.Remove(since);
            var criteria = file["criteria"]!.AsArray();
            foreach (
                var since in criteria
                    .Where(criterion => ((string)criterion!["code"]!) is "peer-gang" or "peer-self-harm" or "peer-age")
                    .ToArray()
            )
                criteria.Remove(since);
        })
    );

    public static ReferenceDataSet Shipped => LoadedKnowledge.Value;

    public static RuleSet Rules => Shipped.Rules;

    public static CriteriaSet Criteria => Shipped.Criteria;

    /// <summary>The shipped criteria as schema 1 had them: nothing about the residents.</summary>
    public static CriteriaSet EarlierCriteria => LoadedEarlierCriteria.Value;

    public static Texts Texts => LoadedTexts.Value;

    /// <summary>The shipped rules and criteria with another catalogue.</summary>
    public static ReferenceDataSet With(Catalogue catalogue) => Shipped with { Catalogue = catalogue };

    /// <summary>The shipped rules and criteria with these places.</summary>
    public static ReferenceDataSet With(params Place[] places) => With(A.Catalogue(places));

    public static DataDocument Document(string folderOrFile) => DataDocument.FromFiles(RepositoryFiles.Data(folderOrFile));

    /// <summary>Shipped data with a change made to the JSON of one of its files.</summary>
    public static DataDocument Changed(string folderOrFile, string file, Action<JsonObject> change) =>
        DataDocument.FromFiles(
            RepositoryFiles
                .Data(folderOrFile)
                .Select(data =>
                {
                    if (data.Name != file)
                        return data;
                    var json = JsonNode.Parse(data.Content.Span)!.AsObject();
                    change(json);
                    return (data.Name, System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
                })
        );

    public static RuleSet ChangedRules(Action<JsonObject> change) => RuleSetLoader.Load(Changed("rules", "rules.json", change));

    /// <summary>A rules document of an earlier schema, as it was shipped, with a change made to it.</summary>
    public static RuleSet EarlierRules(int schema, Action<JsonObject>? change = null)
    {
        var file = JsonNode
            .Parse(File.ReadAllText(RepositoryFiles.PathOf("Matching.Tests", "Data", "rules", $"schema-{schema}.json")))!
            .AsObject();
        change?.Invoke(file);
        return RuleSetLoader.Load(DataDocument.FromFiles([("rules.json", System.Text.Encoding.UTF8.GetBytes(file.ToJsonString()))]));
    }

    /// <summary>The shipped criteria as schema 2 had them: eight levels, and nothing of home, safety and stability.</summary>
    public static void BeforeVersion11(JsonObject file)
    {
        file["schema"] = 2;
        file.Remove("care");
        Without(file, "facts", "fact", path => Facts.All.Any(fact => fact.Path == path && fact.IsRefinement));
        Without(file, "suspicions", "fact", path => path.StartsWith("home.") || path.StartsWith("safety."));
        Without(file, "criteria", "code", code => CriterionShape.All.Any(shape => shape.Code == code && shape.Since > 2));
        string[] later = [.. Terms<Level>.All.Where(level => level.IsLater()).Select(Terms<Level>.Text)];
        foreach (var table in file["criteria"]!.AsArray().Select(criterion => criterion!["table"]).OfType<JsonObject>())
        {
            foreach (var level in later)
            {
                table.Remove(level);
                foreach (var row in table)
                    row.Value!.AsObject().Remove(level);
            }
        }
        var history = file["facts"]!.AsArray().Single(fact => (string)fact!["fact"]! == "child.placements")!["answers"]!.AsObject();
        history.Remove("efterskole");
        history.Remove("family-placement");
    }

    private static void Without(JsonObject file, string list, string key, Func<string, bool> isLater)
    {
        var items = file[list]!.AsArray();
        foreach (var later in items.Where(item => isLater((string)item![key]!)).ToArray())
            items.Remove(later);
    }

    public static CriteriaSet ChangedCriteria(Action<JsonObject> change) =>
        CriteriaLoader.Load(Changed("criteria.json", "criteria.json", change));
}
