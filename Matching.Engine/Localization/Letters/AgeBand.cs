namespace Matching.Engine.Localization.Letters;

/// <summary>The ages that one way of writing to a child is for, whole years, both ends included.</summary>
/// <param name="Code">Its name in texts and answers.</param>
public sealed record AgeBand(string Code, int From, int To)
{
    /// <summary>Every band, the youngest first. The first is written to be read aloud.</summary>
    public static IReadOnlyList<AgeBand> All { get; } =
    [new("under-10", 0, 9), new("10-12", 10, 12), new("13-15", 13, 15), new("16-17", 16, 17)];

    /// <summary>The band of an age.</summary>
    public static AgeBand Of(int ageYears) => All.First(band => ageYears <= band.To);
}
