using Matching.Api.Stays;

namespace Matching.Api.Training;

/// <summary>Something wrong with the data of a training run. It repeats nothing of what was in a cell.</summary>
/// <param name="File">In which file.</param>
/// <param name="Row">As a spreadsheet counts, the header being 1; 0 for the file as a whole.</param>
/// <param name="Column">Null for the row as a whole.</param>
/// <param name="Message">What.</param>
public sealed record TrainingFault(CsvFile File, int Row, string? Column, string Message);
