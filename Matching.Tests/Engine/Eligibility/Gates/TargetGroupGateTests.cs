using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class TargetGroupGateTests
{
    [TestCase(CognitiveLevel.Typical)]
    [TestCase(CognitiveLevel.Borderline)]
    [TestCase(CognitiveLevel.MildDisability, "cognitive-level-outside-target-group")]
    [TestCase(CognitiveLevel.ModerateDisability, "cognitive-level-outside-target-group")]
    [TestCase(null)]
    public void Outside_the_target_group_place_and_supervision_agree_first(CognitiveLevel? level, params string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new TargetGroupGate(),
                A.Child() with
                {
                    CognitiveLevel = level,
                },
                A.Place() with
                {
                    CognitiveLevels = [CognitiveLevel.Typical, CognitiveLevel.Borderline],
                }
            ),
            Is.EqualTo(findings)
        );
}
