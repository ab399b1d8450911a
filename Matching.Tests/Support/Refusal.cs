using Matching.Engine.Parsing;
using NUnit.Framework;

namespace Matching.Tests.Support;

/// <summary>The problems that a loader lists when it refuses its data.</summary>
public static class Refusal
{
    /// <summary>One line per problem; fails when the data is accepted.</summary>
    public static string[] Of(Func<object> load)
    {
        try
        {
            load();
        }
        catch (DataException refusal)
        {
            return [.. refusal.Message.Split(Environment.NewLine).Skip(1).Select(line => line.Trim())];
        }
        throw new AssertionException("The data at fault was accepted.");
    }
}
