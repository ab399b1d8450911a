using Matching.Engine.Learning;

namespace Matching.Engine.Inquiry;

/// <summary>What a model says about a breakdown at a place, in ten-thousandths; or why it says nothing.</summary>
/// <param name="Abstained">Null where the risk is reported; the numbers are 0 where it is not.</param>
/// <param name="Probability">That the stay breaks down within <see cref="OutcomeRisk.HorizonDays"/>.</param>
/// <param name="Low">Lower end of the interval of <see cref="OutcomeRisk.Level"/>.</param>
/// <param name="High">Upper end.</param>
/// <param name="SimilarCases">Children of the same age seen at the same level.</param>
public sealed record BreakdownRisk(AbstentionReason? Abstained, int Probability, int Low, int High, int SimilarCases)
{
    internal static BreakdownRisk Of(OutcomeRisk risk)
    {
        var (probability, low, high) = risk.InTenThousandths();
        return new BreakdownRisk(risk.Reason, probability, low, high, risk.SimilarCases);
    }
}
