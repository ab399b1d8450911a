using Matching.Engine.Placements;

namespace Matching.Engine.Inquiry;

/// <summary>Among how many places an order was made, and how many of them do not exist.</summary>
/// <param name="Places">Ranked places.</param>
/// <param name="Illustrative">Those of them that are invented.</param>
public readonly record struct Compared(int Places, int Illustrative)
{
    /// <summary>Counts those of an answer.</summary>
    public static Compared In(Answer answer, Catalogue catalogue)
    {
        var (places, illustrative) = (0, 0);
        foreach (var placement in answer.Placements)
        {
            if (placement.Rank is null)
                continue;
            places++;
            if (catalogue.TryFind(placement.PlacementId, out var index) && catalogue.Index.Illustrative[index])
                illustrative++;
        }
        return new Compared(places, illustrative);
    }
}
