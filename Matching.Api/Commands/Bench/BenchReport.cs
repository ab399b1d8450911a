namespace Matching.Api.Commands.Bench;

/// <summary>Everything that was measured in one run on one machine.</summary>
public sealed record BenchReport(
    MachineFigures Machine,
    IReadOnlyList<EngineFigures> Engine,
    IReadOnlyList<WholeAnswerFigures> WholeAnswers,
    IReadOnlyList<WorstCaseFigures> WorstCases,
    IReadOnlyList<TrainingFigures> Trainings,
    IReadOnlyList<HttpFigures> Http,
    IReadOnlyList<StartFigures> Starts,
    MemoryFigures Memory,
    CaseloadFigures? Caseload,
    IReadOnlyList<Target> Targets
);

/// <summary>Where it ran.</summary>
/// <param name="SyncMicroseconds">Median time to write 4 KiB to the temporary folder's disk and flush it, microseconds.</param>
public sealed record MachineFigures(
    string Processor,
    int Cores,
    string System,
    string Runtime,
    bool ServerGc,
    bool Optimised,
    double SyncMicroseconds
);

/// <summary>The engine on one thread, one child against a catalogue.</summary>
/// <param name="Places">How many places.</param>
/// <param name="PossibleShare">The share of them that is ranked, from 0 to 1.</param>
/// <param name="RankNanoseconds">Gates, scores with contributions, and order; per place.</param>
/// <param name="SumNanoseconds">Only the sum of the same table look-ups; per place.</param>
/// <param name="RankWithConfidenceNanoseconds">Ranking and confidence; per place.</param>
/// <param name="ConfidenceMicroseconds">Confidence alone, for the whole catalogue.</param>
/// <param name="RankBytes">What one ranking allocates.</param>
public sealed record EngineFigures(
    int Places,
    double PossibleShare,
    double RankNanoseconds,
    double SumNanoseconds,
    double RankWithConfidenceNanoseconds,
    double ConfidenceMicroseconds,
    long RankBytes
);

/// <summary>
/// A whole answer with everything on (ranking, confidence, combinations, less intrusive levels, knowledge gaps, decisions, notices) on one
/// thread, microseconds.
/// </summary>
public sealed record WholeAnswerFigures(int Places, double FullProfileMicroseconds, double SparseProfileMicroseconds);

/// <summary>The dearest questions found, on one thread: the second time each was asked.</summary>
/// <param name="Shape">How the places and services are made.</param>
/// <param name="AnswerMilliseconds">A whole answer, of a child with many strong needs or of whom nothing is known, whichever is
/// dearer.</param>
/// <param name="CounterfactualsMilliseconds">Counterfactuals, of the places tried the dearest.</param>
public sealed record WorstCaseFigures(
    WorstShape Shape,
    int Places,
    int Services,
    double AnswerMilliseconds,
    double CounterfactualsMilliseconds
);

/// <summary>From stays in memory to the written model, beside the same cells fitted as plain logistic regression; milliseconds.</summary>
/// <param name="Stays">On how many stays; 0 gives the prior.</param>
/// <param name="PlainMilliseconds">Maximum likelihood without prior, places, intervals or document; null where there is nothing to
/// fit.</param>
public sealed record TrainingFigures(int Stays, double Milliseconds, double? PlainMilliseconds);

/// <summary>One way of answering under load.</summary>
/// <param name="RequestsPerSecond">Median of the rounds.</param>
/// <param name="ResponseBytes">The length of an answer with its headers.</param>
public sealed record HttpFigures(
    string Name,
    int Connections,
    double RequestsPerSecond,
    double P50Milliseconds,
    double P99Milliseconds,
    int ResponseBytes
);

/// <summary>From the start of the process to the first answer, median.</summary>
public sealed record StartFigures(string Name, double Milliseconds);

/// <summary>
/// Mebibytes. The working set is that of a service in a process of its own; null when none was started. The heap is that of this process,
/// load generator included.
/// </summary>
public sealed record MemoryFigures(
    double? WorkingSetIdle,
    double? WorkingSetAfterLoad,
    double HeapIdle,
    double HeapAfterLoad,
    double HeapAfterCollection
);

/// <summary>What many open cases cost a service in a process of its own, beside one without any.</summary>
/// <param name="Cases">How many.</param>
/// <param name="MoreStartSeconds">How much longer it takes to be ready.</param>
/// <param name="MoreMebibytes">How much more memory it takes then.</param>
/// <param name="PageMilliseconds">A page of 50 in the list, one caller; median.</param>
/// <param name="PageBytes">The length of the page with its headers.</param>
public sealed record CaseloadFigures(int Cases, double MoreStartSeconds, double MoreMebibytes, double PageMilliseconds, int PageBytes);

/// <summary>What should be reached.</summary>
/// <param name="AtLeast">True when the value must not lie below the limit, false when it must not lie above.</param>
public sealed record Target(string Name, double Value, double Limit, bool AtLeast, string Unit)
{
    public bool Met => AtLeast ? Value >= Limit : Value <= Limit;
}
