using Matching.Engine.Eligibility.Gates;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class InterpreterGateTests
{
    [TestCase(true, "interpreter-needed")]
    [TestCase(false)]
    [TestCase(null)]
    public void An_interpreter_is_a_condition_and_never_a_refusal(bool? needed, params string[] findings) =>
        Assert.That(GateFindings.Of(new InterpreterGate(), A.Child() with { InterpreterNeeded = needed }, A.Place()), Is.EqualTo(findings));
}
