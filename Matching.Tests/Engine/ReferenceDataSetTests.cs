using Matching.Engine;
using Matching.Engine.Parsing;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine;

public sealed class ReferenceDataSetTests
{
    [Test]
    public void Every_document_at_fault_is_named_at_once()
    {
        var catalogue = TestReferenceData.Changed("catalogue", "city.json", file => file["schema"] = 9);
        var rules = TestReferenceData.Changed("rules", "rules.json", file => file["schema"] = 9);
        var criteria = TestReferenceData.Changed("criteria.json", "criteria.json", file => file["schema"] = 9);

        var refusal = Assert.Throws<AggregateException>(() => ReferenceDataSet.Load(catalogue, rules, criteria));

        Assert.That(refusal.InnerExceptions, Is.All.InstanceOf<DataException>().And.Exactly(3).Items);
    }

    [Test]
    public void Each_part_bears_the_version_of_its_document()
    {
        var referenceData = TestReferenceData.Shipped;

        Assert.That(
            (referenceData.Catalogue.Version, referenceData.Rules.Version, referenceData.Criteria.Version),
            Is.EqualTo(
                (
                    TestReferenceData.Document("catalogue").Version,
                    TestReferenceData.Document("rules").Version,
                    TestReferenceData.Document("criteria.json").Version
                )
            )
        );
    }
}
