namespace Matching.Api.Commands.Bench;

/// <summary>How long and how often things are measured.</summary>
/// <param name="Rounds">How often every way of answering is loaded, in turn; the median counts.</param>
/// <param name="RoundLength">How long one load lasts.</param>
/// <param name="WarmUpLength">How long each is loaded before anything counts, so that the code is compiled in its final form.</param>
/// <param name="Connections">How many callers ask at once.</param>
/// <param name="CatalogueSizes">How many places the engine ranks.</param>
/// <param name="EngineSamples">How many samples of each engine figure; the median counts.</param>
/// <param name="SampleLength">How long one sample lasts at least.</param>
/// <param name="Starts">How many cold starts of each kind; the median counts. 0 leaves them out, for they need the built program.</param>
public sealed record BenchPlan(
    int Rounds,
    TimeSpan RoundLength,
    TimeSpan WarmUpLength,
    int Connections,
    IReadOnlyList<int> CatalogueSizes,
    int EngineSamples,
    TimeSpan SampleLength,
    int Starts
)
{
    /// <summary>On how many stays models are trained.</summary>
    public IReadOnlyList<int> TrainingSizes { get; init; } = [0, 18, 90, 500, MostStays];

    /// <summary>How often each is trained; the median counts.</summary>
    public int Trainings { get; init; } = 3;

    /// <summary>How many open cases there are; 0 leaves them out.</summary>
    public int Cases { get; init; } = ManyCases;

    /// <summary>The connection string of a PostgreSQL to record on too; null leaves it out.</summary>
    public string? Postgres { get; init; }

    /// <summary>Sizes that targets speak of.</summary>
    public const int SmallCatalogue = 20,
        LargeCatalogue = 5_000,
        MostStays = 20_000,
        ManyCases = 100_000;

    /// <summary>About three minutes.</summary>
    public static BenchPlan Full { get; } =
        new(
            7,
            TimeSpan.FromSeconds(2),
            TimeSpan.FromSeconds(4),
            64,
            [SmallCatalogue, 2_000, LargeCatalogue],
            15,
            TimeSpan.FromMilliseconds(60),
            7
        );

    /// <summary>About twenty seconds: shows that everything works, and figures of the right size.</summary>
    public static BenchPlan Quick { get; } =
        new(
            3,
            TimeSpan.FromMilliseconds(400),
            TimeSpan.FromMilliseconds(600),
            64,
            [SmallCatalogue, 2_000, LargeCatalogue],
            3,
            TimeSpan.FromMilliseconds(20),
            2
        )
        {
            Trainings = 1,
            Cases = 2_000,
        };
}
