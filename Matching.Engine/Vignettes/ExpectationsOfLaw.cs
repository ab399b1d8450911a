using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Vignettes;

/// <content>What the law asks beside conditions.</content>
public abstract partial record Expectation
{
    /// <summary>A step that follows a decision on a place, or may be taken alongside.</summary>
    public sealed record StepIsLater(Step Step, Placement Place) : Expectation
    {
        internal const string Field = "laterStep";

        public override Remark Expected => Remark.Of("expect-later-step", ("place", [Place.Name]), ("step", [Terms<Step>.Key(Step)]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (step, place) = (reader.Enum<Step>(Field), reader.Place(At));
            return step is { } known && place is not null ? new StepIsLater(known, place) : null;
        }

        internal override Remark? Missed(Observed observed) =>
            DecisionOn(observed, Place).LaterSteps is var later && later.Contains(Step) ? null
            : later.Count == 0 ? Remark.Of("seen-no-later-steps", ("place", [Place.Name]))
            : Remark.Of("seen-later-steps", ("place", [Place.Name]), ("steps", [.. later.Select(Terms<Step>.Key)]));
    }

    /// <summary>Something else the law asks of a decision on a place is said.</summary>
    public sealed record HasReminder(string Code, Placement Place) : Expectation
    {
        internal const string Field = "reminder";

        public override Remark Expected => Remark.Of("expect-reminder", ("place", [Place.Name]), ("reminder", [Words.Reminder(Code)]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (code, place) = (reader.Reminder(Field), reader.Place(At));
            return code is null || place is null ? null : new HasReminder(code, place);
        }

        internal override Remark? Missed(Observed observed) =>
            RemindersOn(observed, Place).Contains(Code) ? null : SeenReminders(observed, Place);
    }

    /// <summary>Something else the law could ask is not said of a decision on a place.</summary>
    public sealed record NoReminder(string Code, Placement Place) : Expectation
    {
        internal const string Field = "noReminder";

        public override Remark Expected => Remark.Of("expect-no-reminder", ("place", [Place.Name]), ("reminder", [Words.Reminder(Code)]));

        internal static Expectation? Read(ExpectationReader reader)
        {
            var (code, place) = (reader.Reminder(Field), reader.Place(At));
            return code is null || place is null ? null : new NoReminder(code, place);
        }

        internal override Remark? Missed(Observed observed) =>
            RemindersOn(observed, Place).Contains(Code) ? SeenReminders(observed, Place) : null;
    }

    private static IEnumerable<string> RemindersOn(Observed observed, Placement place) =>
        observed.Answer.Reminders.Where(reminder => reminder.Levels.Contains(place.Level)).Select(reminder => reminder.Code).Distinct();

    private static Remark SeenReminders(Observed observed, Placement place) =>
        RemindersOn(observed, place).Select(Words.Reminder).ToList() is { Count: > 0 } seen
            ? Remark.Of("seen-reminders", ("place", [place.Name]), ("reminders", seen))
            : Remark.Of("seen-no-reminders", ("place", [place.Name]));
}
