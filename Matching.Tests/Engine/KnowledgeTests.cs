using Matching.Engine;
using Matching.Engine.Reading;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine;

public sealed class KnowledgeTests
{
    [Test]
    public void Every_document_at_fault_is_named_at_once()
    {
        var catalogue = TestKnowledge.Changed("catalogue", "city.json", file => file["schema"] = 9);
        var rules = TestKnowledge.Changed("rules", "rules.json", file => file["schema"] = 9);
        var criteria = TestKnowledge.Changed("criteria.json", "criteria.json", file => file["schema"] = 9);

        var refusal = Assert.Throws<AggregateException>(() => Knowledge.Load(catalogue, rules, criteria));

        Assert.That(refusal.InnerExceptions, Is.All.InstanceOf<DataException>().And.Exactly(3).Items);
    }

    [Test]
    public void Each_part_bears_the_version_of_its_document()
    {
        var knowledge = TestKnowledge.Shipped;

        Assert.That(
            (knowledge.Catalogue.Version, knowledge.Rules.Version, knowledge.Criteria.Version),
            Is.EqualTo((TestKnowledge.Document("catalogue").Version, TestKnowledge.Document("rules").Version, TestKnowledge.Document("criteria.json").Version)));
    }
}
