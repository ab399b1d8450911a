namespace Matching.Engine.Vignettes;

/// <summary>The keys under which codes have a short name.</summary>
internal static class Words
{
    public static string Condition(string code) => $"condition.{code}";

    public static string Notice(string code) => $"notice.{code}";

    public static string Reminder(string code) => $"reminder.{code}";

    public static string Criterion(string code) => $"criterion.{code}";

    public static string Fact(string path) => $"fact.{path}";
}
