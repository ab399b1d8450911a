using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace Matching.Tests.Support;

/// <summary>
/// Holds a text against the reviewed file beside the test, <c>X.verified.txt</c>. On a difference the text is written to <c>X.received.txt</c>:
/// look at it, and rename it when the new text is right.
/// </summary>
public static class Snapshot
{
    public static void Matches(string text, string name, [CallerFilePath] string test = "")
    {
        var verified = Path.Combine(Path.GetDirectoryName(test)!, $"{name}.verified.txt");
        var received = Path.ChangeExtension(verified, null)[..^".verified".Length] + ".received.txt";
        var actual = text.ReplaceLineEndings("\n");
        if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == actual)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, actual);
        var known = File.Exists(verified) ? File.ReadAllLines(verified) : [];
        Assert.That(actual.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(known.Where(line => line.Length > 0)), $"see {Path.GetFileName(received)}");
    }
}
