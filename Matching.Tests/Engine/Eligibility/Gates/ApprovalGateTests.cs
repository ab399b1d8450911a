using Matching.Engine.Eligibility.Gates;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class ApprovalGateTests
{
    [TestCase(true)]
    [TestCase(false, "!not-approved")]
    [TestCase(null, "approval-not-known")]
    public void A_place_has_to_be_approved(bool? approved, params string[] findings) =>
        Assert.That(GateFindings.Of(new ApprovalGate(), A.Child(), A.Place() with { Approved = approved }), Is.EqualTo(findings));
}
