using Matching.Engine.Parsing;
using Matching.Engine.Placements;

namespace Matching.Engine.Scoring;

/// <summary>
/// Tables whose rows or columns are levels: what documents of before there were twelve levels leave out, and what must hold.
/// </summary>
internal static class LevelTables
{
    /// <summary>Gives the later levels what the level says that stood for them.</summary>
    public static void Complete(int[][] table, CriterionShape shape)
    {
        foreach (var later in Terms<Level>.All.Where(level => level.IsLater()))
        {
            var (own, standIn) = ((int)later, (int)later.StandIn());
            if (shape.HasLevelsAsFeatures)
            {
                foreach (var row in table)
                    row[own] = row[standIn];
            }
            if (shape.HasLevelsAsStates)
                table[own] = [.. table[standIn]];
        }
    }

    /// <summary>
    /// Whether a level up to the justified one scores zero, and each step above it less than the step below; a later level of an earlier
    /// document counts as the level that stood for it.
    /// </summary>
    public static bool IsLadder(int[][] table, int schema)
    {
        var levels = Terms<Level>.All.Where(level => schema >= CriteriaLoader.CareSince || !level.IsLater()).Select(level => (int)level);
        return levels.All(justified => IsLadderRow([.. levels.Select(level => (level, table[justified][level]))], justified));
    }

    private static bool IsLadderRow((int Level, int Percent)[] row, int justified)
    {
        for (var step = 0; step < row.Length; step++)
        {
            if (row[step].Level <= justified ? row[step].Percent != 0 : row[step].Percent >= row[step - 1].Percent)
                return false;
        }
        return true;
    }
}
