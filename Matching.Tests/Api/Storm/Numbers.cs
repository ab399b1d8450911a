namespace Matching.Tests.Api.Storm;

/// <summary>Numbers that stand for a person.</summary>
static class Numbers
{
    /// <summary>Ten digits that read as a civil registration number.</summary>
    public static string Civil(Random random) =>
        $"{random.Next(1, 29):00}{random.Next(1, 13):00}{random.Next(100):00}{(random.Next(2) == 0 ? "-" : "")}{random.Next(10_000):0000}";
}
