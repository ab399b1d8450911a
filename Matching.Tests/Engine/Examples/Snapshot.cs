using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace Matching.Tests.Engine.Examples;

/// <summary>Compares a text with the reviewed one beside the test; what was received stays beside it when they differ.</summary>
static class Snapshot
{
    public static void Match(string name, string received, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, name);
        var verified = File.Exists($"{path}.verified.txt") ? File.ReadAllText($"{path}.verified.txt").ReplaceLineEndings("\n") : "";
        File.Delete($"{path}.received.txt");
        if (received == verified)
            return;
        File.WriteAllText($"{path}.received.txt", received);
        var (was, now) = (verified.Split('\n'), received.Split('\n'));
        var line = was.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail($"{name}, line {line + 1}:\n  verified: {was.ElementAtOrDefault(line)}\n  received: {now.ElementAtOrDefault(line)}\n"
            + "If the new text is right, rename the .received.txt beside the test to .verified.txt.");
    }
}
