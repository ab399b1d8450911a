using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Engine.Inquiry;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using NUnit.Framework;

namespace Matching.Tests.Engine.Examples;

/// <summary>The example cases that are shipped as data, answered offline on the shipped catalogue, rules and criteria.</summary>
static class Example
{
    static readonly Dictionary<string, Availability> NothingKnown = [];

    public static ShippedData Data { get; } = ShippedData.Load(ShippedData.DefaultFolder);

    public static string Folder { get; } = InSource();

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static JsonNode Open(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")))!;

    /// <summary>The request, read as the service reads it: any fault in it fails the test.</summary>
    public static RankingRequest Read(JsonNode body)
    {
        var problems = new Problems();
        using var json = JsonDocument.Parse(body.ToJsonString());
        RefusedText.Refuse(json.RootElement, problems);

        // The day is an impossible one: an example that names none would be refused.
        var request = RankingRequestReader.Read(json.RootElement, Data.ReferenceDataSet, DateOnly.MinValue, problems);
        Assert.That(problems.Lines(), Is.Empty);
        return request!;
    }

    public static Answer Rank(JsonNode body, FittedModel? model = null)
    {
        var request = Read(body);
        return CaseInquiry.Ask(request.Profile, Data.ReferenceDataSet with { Model = model }, NothingKnown, request.AsOf);
    }

    static string InSource([CallerFilePath] string caller = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(caller)!, "..", "..", "..", "data", "examples"));
}
