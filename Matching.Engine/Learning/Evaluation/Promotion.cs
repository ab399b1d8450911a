namespace Matching.Engine.Learning.Evaluation;

/// <summary>
/// Whether a model may be put to use. Every gate must be passed, and one that cannot be assessed is not. Some gates nobody can override;
/// the others two people can, by name and with a reason.
/// </summary>
public static class Promotion
{
    public const string NotPassed = "gate-not-passed",
        NotAssessed = "gate-not-assessed",
        NeverOverridden = "gate-never-overridden",
        UnknownGate = "unknown-gate",
        SecondMissing = "second-approver-missing",
        ApproversAlike = "approvers-alike",
        ReasonMissing = "reason-missing",
        OtherSettings = "other-settings",
        OtherPrior = "other-prior";

    /// <summary>Why it may not, every reason; none when it may.</summary>
    /// <param name="gates">What the model's evaluation says of each gate; one that is missing was not assessed.</param>
    /// <param name="wish">Who wants it, and in spite of what.</param>
    public static IReadOnlyList<PromotionRefusal> Refusals(IReadOnlyList<(string Code, bool? Passed)> gates, PromotionWish wish)
    {
        var refusals = new List<PromotionRefusal>();
        foreach (var (gate, passed) in Unmet(gates))
        {
            if (!wish.Overridden.Contains(gate, StringComparer.Ordinal))
                refusals.Add(new PromotionRefusal(passed is null ? NotAssessed : NotPassed, gate));
            else if (Gates.NeverOverridden.Contains(gate, StringComparer.Ordinal))
                refusals.Add(new PromotionRefusal(NeverOverridden, gate));
        }
        refusals.AddRange(
            wish.Overridden.Except(Gates.All, StringComparer.Ordinal).Select(gate => new PromotionRefusal(UnknownGate, gate))
        );
        if (!OverriddenBy(gates, wish).Except(Gates.NeverOverridden, StringComparer.Ordinal).Any())
            return refusals;
        if (string.IsNullOrWhiteSpace(wish.Second))
            refusals.Add(new PromotionRefusal(SecondMissing, null));
        else if (Plain(wish.Second).Equals(Plain(wish.By), StringComparison.OrdinalIgnoreCase))
            refusals.Add(new PromotionRefusal(ApproversAlike, null));
        if (string.IsNullOrWhiteSpace(wish.Reason))
            refusals.Add(new PromotionRefusal(ReasonMissing, null));
        return refusals;
    }

    /// <summary>
    /// Why the gates say nothing here: they were held against other limits, or against another prior, than those that are in force. Nobody
    /// can override that. None when they are the same.
    /// </summary>
    /// <param name="judged">What the model was judged by.</param>
    /// <param name="own">What models are judged by here.</param>
    public static IReadOnlyList<PromotionRefusal> RefusalsOfOthers(JudgedBy judged, JudgedBy own)
    {
        var refusals = new List<PromotionRefusal>();
        if (judged.Settings is null || judged.Settings != own.Settings)
            refusals.Add(new PromotionRefusal(OtherSettings, null));
        if (judged.Prior is null || judged.Prior != own.Prior)
            refusals.Add(new PromotionRefusal(OtherPrior, null));
        return refusals;
    }

    /// <summary>The gates that the wish overrides and that are not passed: those it needs to.</summary>
    public static IReadOnlyList<string> OverriddenBy(IReadOnlyList<(string Code, bool? Passed)> gates, PromotionWish wish) =>
        [.. Unmet(gates).Select(gate => gate.Code).Where(gate => wish.Overridden.Contains(gate, StringComparer.Ordinal))];

    private static IEnumerable<(string Code, bool? Passed)> Unmet(IReadOnlyList<(string Code, bool? Passed)> gates) =>
        Gates.All.Select(code => (Code: code, gates.FirstOrDefault(gate => gate.Code == code).Passed)).Where(gate => gate.Passed != true);

    /// <summary>A name without what does not say people apart.</summary>
    private static string Plain(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A wish to put a model to use, and who answers for it.</summary>
/// <param name="By">Who.</param>
/// <param name="Overridden">Codes of gates in spite of which it is to be used.</param>
/// <param name="Second">Who else answers for overriding them; null when nobody.</param>
/// <param name="Reason">Why they are overridden; null when not said.</param>
public sealed record PromotionWish(string By, IReadOnlyList<string> Overridden, string? Second, string? Reason);

/// <summary>What a model is judged by.</summary>
/// <param name="Settings">Version of the limits; null when not reported.</param>
/// <param name="Prior">Version of the prior; null when not reported.</param>
public sealed record JudgedBy(string? Settings, string? Prior);

/// <summary>A reason why a model may not be put to use.</summary>
/// <param name="Code">Which.</param>
/// <param name="Gate">The gate it is about; null when about none.</param>
public sealed record PromotionRefusal(string Code, string? Gate);
