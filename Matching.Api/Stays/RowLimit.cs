namespace Matching.Api.Stays;

/// <summary>How many rows of a file are looked at.</summary>
internal sealed class RowLimit(CsvFile file, CsvLimits limits, CsvFaults faults)
{
    private int _rows;

    /// <summary>Whether one more is; the fault is noted when it is not.</summary>
    public bool Takes(int row)
    {
        if (faults.AreMany)
            faults.Add(file, row, null, "and all after it were not looked at: there are too many faults already");
        else if (++_rows > limits.Rows)
            faults.Add(file, row, null, $"is one more than the {limits.Rows} that are read");
        else
            return true;
        return false;
    }
}
