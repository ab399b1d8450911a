using System.Text.Json.Nodes;

namespace Matching.Tests.Api.Storm;

/// <summary>One call of the service as the OpenAPI document describes it.</summary>
/// <param name="Body">The schema of its body; null when it takes none.</param>
/// <param name="Examples">Bodies the document itself gives.</param>
/// <param name="Answers">The statuses it names.</param>
sealed record Operation(
    string Method,
    string Path,
    IReadOnlyList<Parameter> Parameters,
    JsonObject? Body,
    IReadOnlyList<JsonNode> Examples,
    IReadOnlySet<int> Answers
)
{
    /// <summary>How often it is called, relative to others; calls that read the whole record cost as much as thousands of others.</summary>
    public int Weight =>
        (Method, Path) switch
        {
            ("GET", "/v1/audit/verification" or "/v1/exports/rankings" or "/v1/stays" or "/v1/stays/selection") => 1,
            ("GET", "/v1/retention/due" or "/v1/keys" or "/v1/audit/checkpoint" or "/v1/cases/{caseReference}/access-log") => 10,
            ("GET", "/v1/audit/inclusion-proofs/{sequence}" or "/v1/audit/consistency-proofs") => 40,
            ("POST", "/v1/rankings") => 1_200,
            ("POST", "/v1/models/training-runs") => 2,
            ("PUT" or "POST", "/v1/models/use" or "/v1/models/rollback" or "/v1/models/{version}/promotion") => 20,
            ("GET", "/v1/models" or "/v1/models/{version}" or "/v1/models/training-runs/{id}") => 20,
            ("POST", "/v1/keys") => 60,
            ("POST", "/v1/rankings/{id}/replay" or "/v1/rankings/{id}/what-ifs/{whatIfId}/replay") => 60,
            ("GET", "/v1/rankings/{id}/counterfactuals") => 60,
            ("PUT", "/v1/placements/{id}/peer-group") => 80,
            ("POST", "/v1/rankings/{id}/what-if") => 120,
            (
                "GET",
                "/v1/rankings/{id}/explanation"
                    or "/v1/rankings/{id}/what-ifs"
                    or "/v1/rankings/{id}/what-ifs/{whatIfId}"
                    or "/v1/placements/{id}/peer-group"
            ) => 80,
            ("PUT", "/v1/cases/{caseReference}/profile") => 60,
            (_, "/v1/cases/{caseReference}/profile" or "/v1/cases/{caseReference}/profile/versions") => 20,
            ("POST", "/v1/cases/{caseReference}/rankings") => 20,
            ("GET", "/v1/cases") => 10,
            ("POST", "/v1/cases/{caseReference}/searches") => 60,
            (_, "/v1/cases/{caseReference}/closing" or "/v1/cases/{caseReference}/reopening") => 10,
            (_, "/v1/cases/{caseReference}/external-ids" or "/v1/cases/{caseReference}/searches") => 20,
            (_, "/v1/searches/{id}" or "/v1/searches/{id}/offers") => 40,
            (_, "/v1/offers/{id}" or "/v1/offers/{id}/enquiry") => 30,
            ("GET", "/v1/codes" or "/v1/codes/{list}") => 10,
            ("POST", "/v1/stays") => 150,
            ("PATCH", "/v1/stays/{id}") => 80,
            ("POST", "/v1/stays/{id}/withdrawal") => 40,
            ("PUT" or "POST" or "DELETE", _) => 250,
            ("GET", "/v1/placements") => 60,
            _ => 200,
        };

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A parameter of a call.</summary>
/// <param name="Place">path, query or header.</param>
sealed record Parameter(string Place, string Name, JsonObject Schema);

/// <summary>The committed OpenAPI document, read for its calls and schemas.</summary>
sealed class ApiDocument
{
    const string SchemaPrefix = "#/components/schemas/";
    readonly JsonObject schemas;

    ApiDocument(JsonObject document)
    {
        schemas = document["components"]!["schemas"]!.AsObject();
        Operations =
        [
            .. document["paths"]!
                .AsObject()
                .SelectMany(path => path.Value!.AsObject().Select(one => Read(one.Key, path.Key, one.Value!.AsObject()))),
        ];
    }

    public IReadOnlyList<Operation> Operations { get; }

    public static ApiDocument Load(string file) => new(JsonNode.Parse(File.ReadAllText(file))!.AsObject());

    /// <summary>What a reference stands for.</summary>
    public JsonObject Resolved(JsonObject schema)
    {
        while (true)
        {
            if (schema["$ref"]?.GetValue<string>() is { } reference)
                schema = schemas[reference[SchemaPrefix.Length..]]!.AsObject();
            else if (schema["allOf"] is JsonArray { Count: 1 } all)
                schema = all[0]!.AsObject();
            else
                return schema;
        }
    }

    static Operation Read(string method, string path, JsonObject operation)
    {
        var parameters = operation["parameters"]
            ?.AsArray()
            .Select(one => one!.AsObject())
            .Select(one => new Parameter(one["in"]!.GetValue<string>(), one["name"]!.GetValue<string>(), one["schema"]!.AsObject()));
        var content = operation["requestBody"]?["content"]?["application/json"];
        var examples = content?["examples"]?.AsObject().Select(example => example.Value!["value"]!);
        return new(
            method.ToUpperInvariant(),
            path,
            [.. parameters ?? []],
            content?["schema"]?.AsObject(),
            [.. examples ?? []],
            operation["responses"]!.AsObject().Select(answer => int.Parse(answer.Key)).ToHashSet()
        );
    }
}
