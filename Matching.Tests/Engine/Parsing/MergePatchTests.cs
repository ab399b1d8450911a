using System.Text.Json;
using Matching.Engine.Parsing;
using NUnit.Framework;

namespace Matching.Tests.Engine.Parsing;

public sealed class MergePatchTests
{
    // RFC 7396, appendix A.
    [TestCase("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [TestCase("""{"a":"b"}""", """{"a":null}""", "{}")]
    [TestCase("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [TestCase("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [TestCase("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [TestCase("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [TestCase("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [TestCase("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [TestCase("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [TestCase("""{"a":"foo"}""", "null", "null")]
    [TestCase("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [TestCase("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [TestCase("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [TestCase("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    // What the patch does not name stays as it is, inside too.
    [TestCase("""{"a":{"x":null},"b":1}""", """{"b":2}""", """{"a":{"x":null},"b":2}""")]
    [TestCase("""{"a":{"x":1}}""", """{"a":{}}""", """{"a":{"x":1}}""")]
    [TestCase("""{"a":[1,{"x":null}]}""", """{"b":[{"y":null}]}""", """{"a":[1,{"x":null}],"b":[{"y":null}]}""")]
    // A name is the same however it is written.
    [TestCase("""{"child":1}""", """{"\u0063hild":2}""", """{"child":2}""")]
    [TestCase("""{"\u0063hild":1}""", """{"child":null}""", "{}")]
    public void A_patch_changes_what_it_names_and_nothing_else(string target, string patch, string expected) =>
        Assert.That(Merged(MergePatch.Apply, target, patch), Is.EqualTo(expected));

    [TestCase("""{"a":1}""", """{"a":null,"b":null}""", """{"a":null,"b":null}""")]
    [TestCase("""{"a":{"b":1}}""", """{"a":{"c":null}}""", """{"a":{"b":1,"c":null}}""")]
    public void What_a_patch_removes_can_be_shown(string target, string patch, string expected) =>
        Assert.That(Merged(MergePatch.ApplyShowingRemoved, target, patch), Is.EqualTo(expected));

    [TestCase("""{"a":"\ud800"}""")]
    [TestCase("""{"\udc00":1}""")]
    [TestCase("""{"a":{"\ud83d":["\udc00"]}}""")]
    public void Half_a_character_goes_over_as_it_is(string patch) => Assert.That(Merged(MergePatch.Apply, "{}", patch), Is.EqualTo(patch));

    private static string Merged(Func<JsonElement, JsonElement, JsonElement> apply, string target, string patch)
    {
        using var one = JsonDocument.Parse(target);
        using var other = JsonDocument.Parse(patch);
        return apply(one.RootElement, other.RootElement).GetRawText();
    }
}
