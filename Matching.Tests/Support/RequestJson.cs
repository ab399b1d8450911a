using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Matching.Api.Rankings;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;
using NUnit.Framework;

namespace Matching.Tests.Support;

/// <summary>A profile as a caller would send it, and back through the real reader.</summary>
public static class RequestJson
{
    private static readonly string[] BesideTheChild = ["urgency", "wishes", "conflicts", "legal", "home", "safety", "neededFrom"];

    private static readonly JsonSerializerOptions AsSent = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static JsonObject Of(ChildProfile profile)
    {
        var child = JsonSerializer.SerializeToNode(profile, AsSent)!.AsObject();
        child.Remove("measuresTried");
        child["home"]?.AsObject().Remove("harm");
        var request = new JsonObject { ["caseReference"] = "GENERATED-1", ["asOf"] = $"{TestReferenceData.Day:yyyy-MM-dd}" };
        foreach (var name in BesideTheChild)
        {
            if (child.TryGetPropertyValue(name, out var value))
            {
                child.Remove(name);
                request[name] = value;
            }
        }
        request["child"] = child;
        return request;
    }

    /// <summary>The profile of a request; any fault fails the test.</summary>
    public static ChildProfile Read(JsonElement request, ReferenceDataSet referenceData)
    {
        var problems = new Problems();
        var read = RankingRequestReader.Read(request, referenceData, TestReferenceData.Day, problems);
        Assert.That(problems.Lines(), Is.Empty);
        return read!.Profile;
    }

    /// <summary>Changes of facts as a JSON merge patch over a request.</summary>
    public static JsonObject PatchOf(IEnumerable<FactChange> changes)
    {
        var patch = new JsonObject();
        foreach (var change in changes)
        {
            var (parent, names) = (patch, change.Fact.Split('.'));
            foreach (var name in names[..^1])
                parent = (parent[name] ??= new JsonObject()).AsObject();
            parent[names[^1]] = ValueOf(change.To);
        }
        return patch;
    }

    private static JsonNode? ValueOf(FactValue value) =>
        value switch
        {
            FactValue.Word word => word.Text,
            FactValue.Words words => new JsonArray([.. words.Texts.Select(text => (JsonNode)text)]),
            FactValue.Conflicts conflicts => JsonSerializer.SerializeToNode(conflicts.Items, AsSent),
            _ => null,
        };
}
