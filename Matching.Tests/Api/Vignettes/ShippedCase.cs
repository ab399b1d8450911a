using System.Text.Json.Nodes;
using Matching.Api.Vignettes;
using Matching.Engine.Parsing;
using Matching.Tests.Engine.Examples;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Vignettes;

/// <summary>The cases that are shipped as data.</summary>
static class ShippedCase
{
    public static string Folder { get; } = RepositoryFiles.PathOf("data", "cases");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static string TextOf(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.json"));

    public static JsonObject Open(string name) => JsonNode.Parse(TextOf(name))!.AsObject();

    /// <summary>The case, read as the verb reads it: any fault in it fails the test.</summary>
    public static VignetteFile Read(string name)
    {
        var (problems, _, file) = Read(name, File.ReadAllBytes(Path.Combine(Folder, $"{name}.json")));
        Assert.That(problems.Lines(), Is.Empty);
        return file!;
    }

    public static (Problems Problems, string Name, VignetteFile? File) Read(string name, byte[] content)
    {
        var problems = new Problems();
        return (problems, name, new VignetteReader(Example.Data, problems).Read(name, content));
    }
}
