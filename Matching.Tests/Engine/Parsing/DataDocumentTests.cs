using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matching.Engine.Parsing;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Parsing;

public sealed class DataDocumentTests
{
    private static readonly string[] Shipped = ["catalogue", "rules", "criteria.json", "texts"];

    [Test]
    public void White_space_does_not_change_the_version() =>
        Assert.That(Version("{ \"b\" : [ 1 , 2 ] }"), Is.EqualTo(Version("{\"b\":[1,2]}")));

    [Test]
    public void The_order_of_properties_does_not_change_the_version() =>
        Assert.That(Version("""{"a":{"c":1,"d":2},"b":1}"""), Is.EqualTo(Version("""{"b":1,"a":{"d":2,"c":1}}""")));

    [Test]
    public void The_order_of_files_does_not_change_the_version() =>
        Assert.That(Of(("b.json", "{}"), ("a.json", "[]")).Version, Is.EqualTo(Of(("a.json", "[]"), ("b.json", "{}")).Version));

    [TestCase("""{"b":[2,1]}""", Description = "The order of a list is part of its value")]
    [TestCase("""{"b":[1,2.0]}""")]
    [TestCase("""{"b":[1,2],"c":null}""")]
    [TestCase("""{"B":[1,2]}""")]
    public void Another_value_changes_the_version(string json) => Assert.That(Version(json), Is.Not.EqualTo(Version("""{"b":[1,2]}""")));

    [Test]
    public void Another_file_name_changes_the_version() =>
        Assert.That(Of(("a.json", "{}")).Version, Is.Not.EqualTo(Of(("b.json", "{}")).Version));

    [TestCaseSource(nameof(Shipped))]
    public void Any_changed_value_of_shipped_data_changes_its_version(string data)
    {
        var files = RepositoryFiles.Data(data);
        var some = new Some(1);
        var seen = new HashSet<string> { DataDocument.FromFiles(files).Version };
        for (var i = 0; i < 200; i++)
        {
            var (name, content) = some.One<(string, ReadOnlyMemory<byte>)>(files);
            var json = JsonNode.Parse(content.Span)!;
            var leaf = some.One<JsonNode>([.. Leaves(json)]);
            leaf.ReplaceWith(leaf.GetValueKind() == JsonValueKind.String ? $"{leaf.GetValue<string>()} {i}" : $"replaced {i}");
            var changed = DataDocument.FromFiles(
                files.Select(file => file.Name == name ? (name, Encoding.UTF8.GetBytes(json.ToJsonString())) : file)
            );

            Assert.That(seen.Add(changed.Version), Is.True, $"{name} {leaf.GetPath()}");
        }
    }

    [TestCaseSource(nameof(Shipped))]
    public void Kept_content_opens_as_the_same_document(string data)
    {
        var document = TestReferenceData.Document(data);

        var reopened = DataDocument.FromContent(document.Content);

        Assert.That(reopened.Version, Is.EqualTo(document.Version));
        Assert.That(
            reopened.Files.Select(file => file.Content.GetRawText()),
            Is.EqualTo(document.Files.Select(file => file.Content.GetRawText()))
        );
    }

    [Test]
    public void A_property_given_twice_is_refused() => Assert.That(() => Version("""{"a":1,"a":2}"""), Throws.InstanceOf<DataException>());

    [Test]
    public void Every_file_that_is_not_JSON_is_named() =>
        Assert.That(
            () => Of(("one.json", "{"), ("two.json", ""), ("fine.json", "{}")),
            Throws
                .InstanceOf<DataException>()
                .With.Message.Contains("one.json: ")
                .And.Message.Contains("two.json: ")
                .And.Message.Not.Contains("fine.json")
        );

    private static string Version(string json) => Of(("data.json", json)).Version;

    private static DataDocument Of(params (string Name, string Json)[] files) =>
        DataDocument.FromFiles(files.Select(file => (file.Name, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Json))));

    private static IEnumerable<JsonNode> Leaves(JsonNode node) =>
        node switch
        {
            JsonObject parent => parent.Select(property => property.Value).OfType<JsonNode>().SelectMany(Leaves),
            JsonArray list => list.OfType<JsonNode>().SelectMany(Leaves),
            _ => [node],
        };
}
