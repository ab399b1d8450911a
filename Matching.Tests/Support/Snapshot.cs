using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace Matching.Tests.Support;

/// <summary>
/// Holds a text against the reviewed file beside the test, <c>X.verified.txt</c>. On a difference the text is written to
/// <c>X.received.txt</c>:
/// look at it, and rename it when the new text is right.
/// </summary>
public static class Snapshot
{
    public static void Matches(string text, string name, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, name);
        var received = text.ReplaceLineEndings("\n");
        var verified = File.Exists($"{path}.verified.txt") ? File.ReadAllText($"{path}.verified.txt").ReplaceLineEndings("\n") : "";
        File.Delete($"{path}.received.txt");
        if (received == verified)
            return;
        File.WriteAllText($"{path}.received.txt", received);
        var (was, now) = (verified.Split('\n'), received.Split('\n'));
        var line = was.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail($"{name}, line {line + 1}:\n  verified: {was.ElementAtOrDefault(line)}\n  received: {now.ElementAtOrDefault(line)}");
    }
}
