using Spectre.Console;

namespace Matching.Api.Commands.Rank;

/// <summary>Points as a bar: green and full for, red and hatched against, so that it reads without colours too.</summary>
internal sealed class Bar(int width, int most, bool blocks)
{
    private const int Parts = 8;
    private const string Partial = " ▏▎▍▌▋▊▉";

    /// <summary>The bar of some points; the longest stands for the most.</summary>
    public Text Of(int points)
    {
        var share = most == 0 ? 0 : Math.Abs(points) / (double)most;
        var whole = points == 0 ? 0 : Math.Max(1, (int)Math.Round(share * width, MidpointRounding.AwayFromZero));
        if (points < 0)
            return new Text(new string(blocks ? '▒' : '-', whole), new Style(Color.Red));
        return new Text(blocks ? InParts(points, share) : new string('#', whole), new Style(Color.Green));
    }

    private string InParts(int points, double share)
    {
        var parts = points == 0 ? 0 : Math.Max(1, (int)Math.Round(share * width * Parts, MidpointRounding.AwayFromZero));
        var full = new string('█', parts / Parts);
        return parts % Parts == 0 ? full : full + Partial[parts % Parts];
    }
}
