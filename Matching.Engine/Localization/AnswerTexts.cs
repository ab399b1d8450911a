using System.Globalization;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization;

/// <summary>
/// The longer sentences of an answer in one language: what names places and services of a catalogue, or is put together from several parts.
/// What a set of texts has no
/// words for, because it is older, is left out.
/// </summary>
public sealed class AnswerTexts(TextSet texts, Catalogue catalogue)
{
    private const string Combinations = "combinations",
        Alternatives = "alternatives",
        Decisions = "decisions";

    // The places of a level share their decision, and there are few levels beside places.
    private readonly Dictionary<LevelDecision, string> _decisions = new(new ByReference<LevelDecision>(decision => (int)decision.Level));

    /// <summary>The texts of the language.</summary>
    public TextSet Texts => texts;

    /// <summary>The name of a place; its id where the catalogue has none by it.</summary>
    public string PlacementName(string id) => catalogue.TryFind(id, out var index) ? catalogue.Placements[index].Name : id;

    /// <summary>The name of a service; its id where the catalogue has none by it.</summary>
    public string ServiceName(string id) =>
        Service(id) is { } service
            ? texts.Language == Language.Da
                ? service.Danish
                : service.English
            : id;

    /// <summary>A service and who gives it.</summary>
    public string Of(CareService service)
    {
        var name = texts.Language == Language.Da ? service.Danish : service.English;
        return service.Provider is var (danish, english) ? $"{name} ({(texts.Language == Language.Da ? danish : english)})" : name;
    }

    /// <summary>What a condition or refusal means.</summary>
    public string Of(Condition condition) =>
        texts.Of(
            condition with
            {
                Values =
                [
                    .. condition.Values.Select(value =>
                        value.Key == "service" ? KeyValuePair.Create(value.Key, ServiceName(value.Value["service.".Length..])) : value
                    ),
                ],
            }
        );

    /// <summary>What a combination covers.</summary>
    public string Of(Combination combination) =>
        Say(
            Combinations,
            "offer",
            ("placement", PlacementName(combination.PlacementId)),
            ("services", ServicesOf(combination.Services)),
            ("covers", NeedsOf(combination.Covers))
        );

    /// <summary>What a combination could cover, and what of it does not exist yet.</summary>
    public string ToCome(Combination combination) =>
        Say(
            Combinations,
            "to-come",
            ("placement", PlacementName(combination.PlacementId)),
            ("services", ServicesOf(combination.Services)),
            ("covers", NeedsOf(combination.Covers)),
            ("missing", ServicesOf([.. combination.Services.Where(id => Service(id)?.Status != ServiceStatus.Available)]))
        );

    /// <summary>Why a less intrusive level is enough or not.</summary>
    public string Of(LessIntrusiveAlternative alternative)
    {
        var offer = alternative.PlacementId is { } id
            ? alternative.Services.Count == 0
                ? PlacementName(id)
                : Say(Alternatives, "offer", ("placement", PlacementName(id)), ("services", ServicesOf(alternative.Services)))
            : "";
        return Together(
            alternative.Reasons.Select(reason =>
                Say(
                    Alternatives,
                    reason,
                    ("level", texts.Word(Terms<Level>.Key(alternative.Level))),
                    ("offer", offer),
                    ("unmet", NeedsOf(alternative.Unmet)),
                    ("clear", NeedsOf(alternative.UnmetClear)),
                    ("unknown", NeedsOf(alternative.Unknown))
                )
            )
        );
    }

    /// <summary>Who decides, on what, what is missing, how to appeal, until when, and what of it has to be checked.</summary>
    public string Of(LevelDecision decision, DateOnly asOf)
    {
        if (!_decisions.TryGetValue(decision, out var text))
            _decisions[decision] = text = Together(SentencesOf(decision, asOf));
        return text;
    }

    /// <summary>The same, sentence by sentence.</summary>
    public IReadOnlyList<string> SentencesOf(LevelDecision decision, DateOnly asOf)
    {
        IEnumerable<string> sentences =
        [
            Decides(decision),
            decision.StepsAreTaken ? Say(Decisions, "nothing-missing")
            : decision.MissingSteps.Count == 0 ? ""
            : Say(Decisions, "missing", ("steps", StepsOf(decision.MissingSteps))),
            decision.LaterSteps.Count == 0 ? "" : Say(Decisions, "later", ("steps", StepsOf(decision.LaterSteps))),
            decision.ConfirmWithinDays is { } confirm && Has("confirm-within")
                ? Say(Decisions, "confirm-within", ("days", Number(confirm)))
                : Dated("confirm", decision.ConfirmBy),
            decision.Appeal is { } appeal ? Of(appeal) : "",
            .. EndsOf(decision, asOf),
            decision.PausedByAbsence ? Say(Decisions, "paused") : "",
            Dated("review", decision.NextReview),
            decision.ReviewWithinDays is { } days && decision.NextReview is null
                ? Say(Decisions, "review-within", ("days", Number(days)))
                : "",
            .. decision.Limits.Select(Of),
            .. decision
                .Caveats.GroupBy(caveat => caveat.Code)
                .Select(group =>
                    Say(Decisions, group.Key, ("about", List([.. group.Select(caveat => texts.Word($"about.{caveat.About}")).Distinct()])))
                ),
        ];
        return [.. sentences.Where(sentence => sentence.Length > 0)];
    }

    /// <summary>How a decision is appealed.</summary>
    public string Of(Appeal appeal) =>
        Together([
            Say(
                Decisions,
                "appeal",
                ("parties", List([.. appeal.Parties.Select(party => texts.Word(Terms<AppealParty>.Key(party)))])),
                ("body", texts.Word(Terms<AppealBody>.Key(appeal.Body))),
                ("days", Number(appeal.WithinDays))
            ),
            appeal.Suspends == false ? Say(Decisions, "appeal-does-not-suspend") : "",
        ]);

    /// <summary>What else the law asks.</summary>
    public string Of(LegalReminder reminder) => Say(Decisions, $"{TextSet.ReminderPrefix}{reminder.Code}");

    /// <summary>What a limit of the law says.</summary>
    public string Of(LimitInForce limit) =>
        Say(Decisions, $"limit.{limit.Code}", ("value", Number(limit.Value)), ("unit", texts.Word($"unit.{limit.Unit}")));

    /// <summary>A day in words, such as 22 November 2026.</summary>
    public string Date(DateOnly day) =>
        Say(Decisions, "date", ("day", Number(day.Day)), ("month", texts.Word($"month.{Number(day.Month)}")), ("year", Number(day.Year)));

    /// <summary>Needs as they stand in a sentence.</summary>
    public string NeedsOf(IEnumerable<Need> needs) => List([.. needs.Select(need => texts.Word(Terms<Need>.Key(need)))]);

    /// <summary>Steps as they stand in a sentence.</summary>
    public string StepsOf(IEnumerable<Step> steps) => List([.. steps.Select(step => texts.Word(Terms<Step>.Key(step)))]);

    /// <summary>Services as they stand in a sentence.</summary>
    public string ServicesOf(IReadOnlyList<string> services) => List([.. services.Select(id => TextSet.Uncapitalise(ServiceName(id)))]);

    /// <summary>Items joined as the language joins them: a, b and c.</summary>
    public string List(IReadOnlyList<string> items) =>
        items switch
        {
            [] => "",
            [var one] => one,
            _ => $"{string.Join(", ", items.Take(items.Count - 1))} {texts.Label("and")} {items[^1]}",
        };

    /// <summary>How long a stay lasts at most: counted from its start, which nobody knows before there is a decision.</summary>
    private IEnumerable<string> EndsOf(LevelDecision decision, DateOnly asOf)
    {
        if (decision.LatestMonths is { } months && Has("end-after"))
        {
            yield return Say(Decisions, "end-after", ("months", Number(months)));
            if (decision.LongestMonths is { } most && most != months)
                yield return Say(Decisions, "longest-after", ("months", Number(most)));
            yield break;
        }
        if (decision.LatestEnd is { } end)
            yield return Say(Decisions, "end", ("start", Date(asOf)), ("day", Date(end)));
        if (decision.LongestEnd is { } longest && longest != decision.LatestEnd)
            yield return Say(Decisions, "longest", ("day", Date(longest)));
    }

    private bool Has(string decision) => texts.Fragment(Decisions, decision) is not null;

    private string Decides(LevelDecision decision)
    {
        var decider = ("decider", texts.Word(Terms<Decider>.Key(decision.DecidedBy)));
        if (decision.Ground is { } ground)
            return Say(Decisions, "decides-on-ground", decider, ("ground", texts.Word(Terms<Ground>.Key(ground))));
        return Say(
            Decisions,
            decision.Level.IsLocked() ? "decides-without-ground" : "decides-by-consent",
            decider,
            ("level", texts.Word(Terms<Level>.Key(decision.Level)))
        );
    }

    private string Dated(string key, DateOnly? day) => day is { } known ? Say(Decisions, key, ("day", Date(known))) : "";

    private string Say(string table, string key, params (string Name, string Value)[] values) => texts.Sentence(table, key, values) ?? "";

    private static string Together(IEnumerable<string> sentences) => string.Join(' ', sentences.Where(sentence => sentence.Length > 0));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private CareService? Service(string id) => catalogue.Services.FirstOrDefault(service => service.Id == id);
}
