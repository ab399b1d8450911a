using System.Globalization;
using System.Text.Json.Nodes;

namespace Matching.Tests.Api.Storm;

/// <summary>Makes values that a schema allows. Where the document leaves a text open, its name says what belongs there.</summary>
sealed class ValidValues(ApiDocument document, Known known)
{
    const int MostItems = 4;
    const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // What is left open is asked about, and the more is asked the longer a ranking takes: so nearly everything is filled in.

    /// <summary>A body for a call, from an example of the document or made up from its schema.</summary>
    public JsonObject Body(Operation operation, Random random)
    {
        // A ranking request would be a body of another form; nothing means the stays of the record.
        if (operation.Path.EndsWith("/training-runs", StringComparison.Ordinal))
            return [];
        if (operation.Examples.Count == 0)
            return Made(document.Resolved(operation.Body!), random);
        if (random.Next(12) > 0)
        {
            var example = operation.Examples[random.Next(operation.Examples.Count)].DeepClone().AsObject();
            if (example.ContainsKey("caseReference"))
                example["caseReference"] = Known.CaseReference(random);
            return example;
        }
        return Made(document.Resolved(operation.Body!), random);
    }

    /// <summary>A child of a profile that is kept has a birth date, which a schema does not say.</summary>
    static void Living(JsonObject made)
    {
        var child = made["child"]!.AsObject();
        child.Remove("ageYears");
        child["birthDate"] = "2011-05-01";
        made["observed"] = new JsonObject { ["child.selfHarm"] = "2026-10-02" };
    }

    /// <summary>A reason goes with a decline and a bed that is held with an acceptance, which a schema does not say.</summary>
    static void Answered(JsonObject made)
    {
        made.Remove(made["answer"]!.GetValue<string>() == "accepted" ? "reason" : "holdUntil");
        if (made["answer"]!.GetValue<string>() == "declined")
            made["reason"] = "staffing";
    }

    JsonObject Made(JsonObject schema, Random random)
    {
        if (schema["properties"] is null)
            return Patch(random);
        var required = schema["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
        var made = new JsonObject();
        foreach (var (name, property) in schema["properties"]!.AsObject())
        {
            if (required.Contains(name) || random.Next(16) > 0)
                made[name] = Value(property!.AsObject(), name, required.Contains(name), random);
        }
        // Exactly one of the two, which a schema does not say.
        if (made.ContainsKey("ageYears") || schema["properties"]!.AsObject().ContainsKey("birthDate"))
        {
            made.Remove("birthDate");
            made["ageYears"] = random.Next(18);
        }
        if (schema["properties"]!["observed"] is not null)
            Living(made);
        if (schema["properties"]!["answer"] is not null)
            Answered(made);
        if (schema["properties"]!["gangConflict"] is not null)
            Consistent(made);
        if (schema["properties"]!["team"] is not null)
            made["team"] ??= random.Next(3) > 0 ? null : "north";
        return made;
    }

    /// <summary>An object of any fields is a patch over a ranking request: some of its facts, or nothing for them.</summary>
    JsonObject Patch(Random random)
    {
        var request = Made(
            document.Resolved(document.Operations.First(operation => operation is { Method: "POST", Path: "/v1/rankings" }).Body!),
            random
        );
        string[] names = ["caseReference", "asOf", "mode"];
        foreach (var name in names)
            request.Remove(name);
        foreach (var part in new[] { request, request["child"]!.AsObject() })
        {
            foreach (var name in part.Select(field => field.Key).ToList())
            {
                if (name == "ageYears" || (name != "child" && random.Next(3) > 0))
                    part.Remove(name);
                else if (name != "child" && random.Next(6) == 0)
                    part[name] = null;
            }
        }
        return request;
    }

    /// <summary>Counts of some residents, and ages, that can all be true, which a schema does not say.</summary>
    static void Consistent(JsonObject made)
    {
        var residents = made["residents"]?.GetValue<int>() is { } count ? Math.Max(count, 2) : int.MaxValue;
        made["residents"] = residents == int.MaxValue ? null : residents;
        foreach (var counted in new[] { "gangTies", "severeSelfHarm" })
            made[counted] = made[counted]?.GetValue<int>() is { } some ? Math.Clamp(some, 1, residents) : null;
        if (made["youngestAge"]?.GetValue<int>() is { } youngest && made["oldestAge"]?.GetValue<int>() is { } oldest && youngest > oldest)
            (made["youngestAge"], made["oldestAge"]) = (oldest, youngest);
    }

    JsonNode? Value(JsonObject property, string name, bool isRequired, Random random)
    {
        if (!isRequired && property["nullable"]?.GetValue<bool>() == true && random.Next(32) == 0)
            return null;
        var schema = document.Resolved(property);
        if (schema["enum"] is JsonArray words)
            return words[random.Next(words.Count)]!.DeepClone();
        switch (schema["type"]?.GetValue<string>())
        {
            case "integer":
                return random.Next(schema["minimum"]?.GetValue<int>() ?? 0, (schema["maximum"]?.GetValue<int>() ?? 1000) + 1);
            case "boolean":
                return random.Next(2) == 0;
            case "array":
                return new JsonArray([
                    .. Enumerable.Range(0, random.Next(MostItems)).Select(_ => Value(schema["items"]!.AsObject(), name, true, random)),
                ]);
            case "object":
                return Made(schema, random);
            default:
                return Text(schema, name, random);
        }
    }

    string? Text(JsonObject schema, string name, Random random) =>
        name switch
        {
            "answerBy" or "holdUntil" or "neededFrom" => DateTime
                .UtcNow.AddDays(random.Next(1, 30))
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "answer" => random.Next(2) == 0 ? "accepted" : "declined",
            "reason" => "other",
            "withdrawn" => "need-changed",
            "caseUuid" => Guid.NewGuid().ToString(),
            "services" => "youth-substance-treatment",
            _ when schema["format"]?.GetValue<string>() == "date" => new DateOnly(2025, 1, 1)
                .AddDays(random.Next(690))
                .ToString("O", CultureInfo.InvariantCulture),
            "mode" => "rules",
            "caseReference" => Known.CaseReference(random),
            "placementId" or "currentPlacementId" => known.Placement(random),
            "code" => $"{Letters[random.Next(26)]}{random.Next(10)}{random.Next(10)}" + (random.Next(2) == 0 ? "" : $".{random.Next(10)}"),
            "expiresAt" => $"{random.Next(2027, 2040)}-01-01",
            "name" => $"storm-{Letters[random.Next(26)]}-{Guid.NewGuid():N}"[..24],
            "roles" => "auditor",
            _ => "storm",
        };
}
