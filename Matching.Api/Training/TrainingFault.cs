using Matching.Api.Stays;
using Matching.Engine.Localization;

namespace Matching.Api.Training;

/// <summary>Something wrong with the data of a training run. It repeats nothing of what was in a cell.</summary>
/// <param name="File">In which file.</param>
/// <param name="Row">As a spreadsheet counts, the header being 1; 0 for the file as a whole.</param>
/// <param name="Column">Null for the row as a whole.</param>
/// <param name="Message">What.</param>
public sealed record TrainingFault(CsvFile File, int Row, string? Column, string Message)
{
    private CsvFault? _found;

    /// <summary>A fault of a file.</summary>
    internal static TrainingFault Of(CsvFault found) => new(found.File, found.Row, found.Column, found.Message) { _found = found };

    /// <summary>As a reader of the language is told it.</summary>
    internal TrainingFault In(Language language) => _found is null ? this : this with { Message = _found.MessageIn(language) };
}
