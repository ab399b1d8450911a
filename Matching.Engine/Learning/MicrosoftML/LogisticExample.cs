using Microsoft.ML;
using Microsoft.ML.Data;

namespace Matching.Engine.Learning.MicrosoftML;

/// <summary>An interval of a stay as Microsoft.ML reads it.</summary>
internal sealed class LogisticExample
{
    /// <summary>Each column less its mean.</summary>
    public VBuffer<float> Features { get; set; }

    /// <summary>Whether the stay ended in it by the cause.</summary>
    public bool Label { get; set; }

    /// <summary>Every interval of the rows, made as it is read: Microsoft.ML reads them all in each step of its search.</summary>
    public static IDataView Of(
        IReadOnlyList<HazardRow> rows,
        LogisticDesign design,
        EndingCause cause,
        MLContext context,
        CancellationToken cancellation
    )
    {
        var schema = SchemaDefinition.Create(typeof(LogisticExample));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, design.Width);
        return context.Data.LoadFromEnumerable(Read(rows, design, cause, cancellation), schema);
    }

    private static IEnumerable<LogisticExample> Read(
        IReadOnlyList<HazardRow> rows,
        LogisticDesign design,
        EndingCause cause,
        CancellationToken cancellation
    )
    {
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            var features = new VBuffer<float>(design.Width, design.CentredOf(row));
            var happened = row.Happened(cause) || (row.Both && cause != EndingCause.Escalation);
            for (var interval = 1; interval <= row.Intervals; interval++)
                yield return new LogisticExample { Features = features, Label = happened && interval == row.Intervals };
        }
    }
}
