using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Vignettes;

namespace Matching.Api.Vignettes;

/// <summary>
/// Reads case files, schema 1, noting every fault by file and path. The request in them is read as the service reads one, so a case tries
/// what a caller would get.
/// </summary>
public sealed class VignetteReader
{
    /// <summary>The largest file, bytes.</summary>
    public const int MostBytes = RequestBody.MostBytes;

    private const int Schema = 1;
    private const int LongestTitle = 200,
        LongestStatement = 1000,
        LongestSource = 300;
    private const int MostPlaces = 1000;
    private readonly ShippedData _data;
    private readonly Problems _problems;
    private readonly ExpectationWords _words;

    /// <summary>Prepares to read cases about the places of some data.</summary>
    public VignetteReader(ShippedData data, Problems problems)
    {
        (_data, _problems) = (data, problems);
        var texts = data.Texts.In(Language.En);
        _words = new ExpectationWords(
            data.ReferenceDataSet.Catalogue,
            texts.ConditionCodes.ToHashSet(StringComparer.Ordinal),
            texts.NoticeCodes.ToHashSet(StringComparer.Ordinal),
            texts.ReminderCodes.ToHashSet(StringComparer.Ordinal)
        );
    }

    /// <summary>Reads one file; null when the problems say why not.</summary>
    public VignetteFile? Read(string name, ReadOnlyMemory<byte> content)
    {
        var faults = new Problems();
        var file = ReadContent(name, content, faults);
        foreach (var (path, messages) in faults.ByPath())
        {
            foreach (var message in messages)
                _problems.Add(path.Length == 0 ? JsonText.Shown(name) : $"{JsonText.Shown(name)}.{path}", message);
        }
        return faults.None ? file : null;
    }

    private VignetteFile? ReadContent(string name, ReadOnlyMemory<byte> content, Problems faults)
    {
        if (CivilNumber.IsIn(name))
            faults.Add("", "the file's name must not hold a civil registration number (CPR)");
        if (content.Length > MostBytes)
        {
            faults.Add("", $"may hold at most {MostBytes} bytes");
            return null;
        }
        using var json = RequestBody.Parse(content, faults);
        if (json is null || ObjectReader.Open(json.RootElement, "", faults) is not { } reader)
            return null;
        reader.Require("schema").Integer("schema", Schema, Schema);
        var title = ReadTexts(reader, "title", LongestTitle);
        var statement = ReadTexts(reader, "statement", LongestStatement);
        var source = reader.Require("source").Text("source", LongestSource);
        var request = reader.Require("request").Object("request") is { } body ? ReadRequest(body, faults) : null;
        var availability = reader.Object("state") is { } state ? ReadState(state, request?.AsOf ?? default) : NothingKnown;
        var expectations = reader.Require("expect").ObjectList("expect", item => Expectation.Read(item, _words));
        if (expectations is { Count: 0 } && reader.Raw("expect")!.Value.GetArrayLength() == 0)
            reader.Fault("expect", "expects nothing");
        reader.Close();
        return faults.None
            ? new VignetteFile(
                name,
                title!,
                statement!,
                source!,
                new Vignette(request!.Profile, request.AsOf, availability, expectations!),
                Clones(reader.Raw("expect")!.Value)
            )
            : null;
    }

    private static readonly Dictionary<string, Availability> NothingKnown = [];

    private static TwoLanguages? ReadTexts(ObjectReader reader, string field, int longest)
    {
        if (reader.Require(field).Object(field) is not { } texts)
            return null;
        var (danish, english) = (texts.Require("da").Text("da", longest), texts.Require("en").Text("en", longest));
        texts.Close();
        return danish is null || english is null ? null : new TwoLanguages(danish, english);
    }

    private RankingRequest? ReadRequest(ObjectReader body, Problems faults)
    {
        // A case that spoke of today would be another case tomorrow.
        body.Require("asOf");
        var inside = new Problems();
        var request = RankingRequestReader.Read(body.Element, _data.ReferenceDataSet, _data.ReferenceDataSet.Rules.FirstDay, inside);
        if (request is { Mode: RankingMode.RulesAndModel })
            inside.Add("mode", "no model is promoted; ask for rules");
        foreach (var (path, messages) in inside.ByPath())
        {
            foreach (var message in messages)
                faults.Add(path.Length == 0 ? body.Path : body.PathOf(path), message);
        }
        return request;
    }

    /// <summary>
    /// What is in force beside the child. Only free beds so far; what else a state may come to hold has its own field here.
    /// </summary>
    private Dictionary<string, Availability> ReadState(ObjectReader state, DateOnly asOf)
    {
        var availability = new Dictionary<string, Availability>(StringComparer.Ordinal);
        if (state.Object("availability") is { } beds)
        {
            foreach (var id in beds.Names())
            {
                if (!_data.ReferenceDataSet.Catalogue.TryFind(id, out _))
                    beds.Fault(JsonText.Shown(id), "is not the id of a placement in the catalogue");
                else if (beds.Require(id).Integer(id, 0, MostPlaces) is { } free)
                    availability[id] = new Availability(free, asOf);
            }
            beds.Close();
        }
        state.Close();
        return availability;
    }

    private static List<JsonElement> Clones(JsonElement list) => [.. list.EnumerateArray().Select(item => item.Clone())];
}
