using Matching.Engine.Inquiry;
using Matching.Engine.Learning;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Inquiry;

public sealed class ModelNoticesTests
{
    private static readonly Situation Three = new(A.Child(), [A.Place(id: "place-0"), A.Place(id: "place-1"), A.Place(id: "place-2")], 0);

    [Holds]
    public void It_is_said_which_place_rules_alone_would_put_first(Situation situation)
    {
        var (byRules, withModel) = (situation.Order(), (situation with { Model = TestModel.Trained }).Ask());
        var order = withModel.Placements.Where(place => place.Rank is not null).Select(place => place.PlacementId).ToList();
        var expected =
            order.Count == 0 ? []
            : order[0] != byRules[0] ? ["model-changed-order"]
            : order.SequenceEqual(byRules) ? ["model-changed-nothing"]
            : new[] { "model-changed-below" };

        Assert.That(withModel.Notices.Select(notice => notice.Code).Where(code => code.StartsWith("model-changed")), Is.EqualTo(expected));
        if (expected is ["model-changed-order"])
            Assert.That(
                ValueOf(withModel, "model-changed-order", "rules"),
                Is.EqualTo(situation.Places.Single(place => place.Id == byRules[0]).Name)
            );
    }

    [Test]
    public void Rules_alone_are_said_only_where_no_model_was_used()
    {
        Assert.That(Codes(Three.Ask()), Does.Contain("rules-only").And.None.StartsWith("model-"));
        Assert.That(Codes((Three with { Model = TestModel.Trained }).Ask()), Does.Contain("model-used").And.None.EqualTo("rules-only"));
    }

    [Test]
    public void What_the_model_was_made_from_is_said()
    {
        var answer = (Three with { Model = TestModel.Trained }).Ask();

        Assert.That(
            new[] { "trainer", "stays", "children" }.Select(name => ValueOf(answer, "model-used", name)),
            Is.EqualTo(["trainer.additive", "2500", "2500"])
        );
    }

    [Test]
    public void Counts_of_too_few_are_not_told()
    {
        var few = TestModel.Trained with { Origin = TestModel.Trained.Origin with { Stays = null, Children = null } };

        Assert.That(ValueOf((Three with { Model = few }).Ask(), "model-used", "children"), Is.EqualTo("count.too-few-to-tell"));
    }

    [Test]
    public void That_it_says_nothing_is_said_with_the_reason_and_it_changes_nothing()
    {
        var answer = (Three with { Model = TestModel.Trained, Child = A.ChildOn(Ground.RemandSurrogate, Decider.Court) }).Ask();

        Assert.That(ValueOf(answer, "model-says-nothing", "reasons"), Is.EqualTo("abstained.court-track"));
        Assert.That(Codes(answer), Does.Contain("model-changed-nothing"));
        Assert.That(
            answer.Placements.Where(place => place.Rank is not null).Select(place => place.Risk!.Abstained),
            Is.All.EqualTo(AbstentionReason.CourtTrack)
        );
    }

    [Test]
    public void A_lead_that_only_the_doubt_about_the_model_threatens_is_said_to_hang_on_it()
    {
        // Known in everything and alike: no weight can part them.
        var unsure = new Situation(A.Child(), [A.Place(id: "unseen-a"), A.Place(id: "unseen-b")], 0)
        {
            Model = TestModel.Trained with { UnseenPlaceWidth = 0.5 },
        };

        Assert.That(Codes(unsure.Ask()), Does.Contain("first-hangs-on-model"));
    }

    [Holds(90)]
    public void Excluded_places_have_no_risk_and_the_others_have_one(Situation situation) =>
        Assert.That(
            (situation with { Model = TestModel.Trained }).Ask().Placements.Where(place => place.Rank is null != place.Risk is null),
            Is.Empty
        );

    private static IEnumerable<string> Codes(Answer answer) => answer.Notices.Select(notice => notice.Code);

    private static string ValueOf(Answer answer, string code, string name) =>
        answer.Notices.Single(notice => notice.Code == code).Values.Single(value => value.Key == name).Value;
}
