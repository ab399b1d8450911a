using System.Text.Json;
using Matching.Engine.Parsing;

namespace Matching.Api.Codes;

/// <summary>The words for reasons and consequences, each list a file of its own. Data: <c>codes/*.json</c>.</summary>
public sealed class CodeLists
{
    /// <summary>The folder below the data folder.</summary>
    public const string FolderName = "codes";

    private const int Schema = 1;
    private const int MostLetters = 64;

    private readonly Dictionary<string, CodeList> _lists;

    private CodeLists(IEnumerable<CodeList> lists) => _lists = lists.ToDictionary(list => list.Name, StringComparer.Ordinal);

    /// <summary>The lists by name.</summary>
    public IEnumerable<CodeList> All => _lists.Values.OrderBy(list => list.Name, StringComparer.Ordinal);

    /// <summary>A list; null when there is none of this name.</summary>
    public CodeList? Find(string name) => _lists.GetValueOrDefault(name);

    /// <summary>A list that the program itself uses.</summary>
    /// <param name="list">Which.</param>
    public CodeList Of(CodeListName list) => _lists[Terms<CodeListName>.Text(list)];

    /// <summary>Reads the lists of a data folder.</summary>
    /// <exception cref="DataException">A file is missing or at fault; names every problem.</exception>
    public static CodeLists Load(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, FolderName);
        if (!Directory.Exists(folder))
            throw new DataException(folder, ["there is no such folder"]);
        var problems = new Problems();
        var lists = new List<CodeList>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                using var json = JsonDocument.Parse(File.ReadAllBytes(path));
                if (Read(json.RootElement, Path.GetFileNameWithoutExtension(path), problems) is { } list)
                    lists.Add(list);
            }
            catch (JsonException)
            {
                problems.Add(Path.GetFileName(path), "is not valid JSON");
            }
        }
        foreach (var missing in Terms<CodeListName>.AllTexts.Except(lists.Select(list => list.Name), StringComparer.Ordinal))
            problems.Add(missing, "is missing");
        RequireConsequences(lists, problems);
        DataException.ThrowIfAny("The code lists", problems);
        return new CodeLists(lists);
    }

    private static void RequireConsequences(List<CodeList> lists, Problems problems)
    {
        var known = lists.Find(list => list.Name == Terms<CodeListName>.Text(CodeListName.OfferConsequence));
        foreach (var list in lists)
        {
            foreach (var code in list.Codes.Where(code => code.Consequence is { } named && known?.Knows(named) != true))
                problems.Add($"{list.Name}.{code.Value}.consequence", "is not a code of offer-consequence");
        }
    }

    private static CodeList? Read(JsonElement root, string file, Problems problems)
    {
        if (ObjectReader.Open(root, file, problems) is not { } reader)
            return null;
        reader.Require("schema").Integer("schema", Schema, Schema);
        var name = reader.Require("list").Text("list", MostLetters);
        if (name is not null && name != file)
            reader.Fault("list", "must be the name of the file");
        reader.Text("about");
        reader.Require("source").Text("source");
        reader.Require("verified").Boolean("verified");
        var codes = reader.Require("codes").ObjectList("codes", ReadCode, maxItems: 1000);
        reader.Close();
        if (name is null || codes is null)
            return null;
        foreach (var rows in codes.GroupBy(code => code.Value, StringComparer.Ordinal))
        {
            var inOrder = rows.OrderBy(row => row.From).ToList();
            for (var i = 1; i < inOrder.Count; i++)
            {
                if (inOrder[i - 1].To is not { } end || end > inOrder[i].From)
                    problems.Add($"{file}.{rows.Key}", "is in force twice on a day");
            }
        }
        return new CodeList(name, codes);
    }

    private static Code? ReadCode(ObjectReader reader)
    {
        var code = reader.Require("code").Text("code", MostLetters);
        var (danish, english) = (reader.Require("da").Text("da"), reader.Require("en").Text("en"));
        var (from, to) = (reader.Require("from").Date("from"), reader.Date("to"));
        if (to <= from)
            reader.Fault("to", "must lie after from");
        var consequence = reader.Text("consequence", MostLetters);
        return code is null || danish is null || english is null || from is null
            ? null
            : new Code(code, danish, english, from.Value, to, consequence);
    }
}

/// <summary>The lists that the program itself reads codes of.</summary>
public enum CodeListName
{
    SearchReason,
    SearchWithdrawal,
    SearchTask,
    OfferDecline,
    OfferWithdrawal,
    OfferConsequence,
    CaseClosing,
}

/// <summary>One list.</summary>
/// <param name="Name">Its name, that of its file.</param>
/// <param name="Codes">Its rows, in the order they are shown in.</param>
public sealed record CodeList(string Name, IReadOnlyList<Code> Codes)
{
    /// <summary>The row of a code that is in force on a day; null when there is none.</summary>
    public Code? Find(string code, DateOnly day) => Codes.FirstOrDefault(row => row.Value == code && row.IsInForce(day));

    /// <summary>Whether there ever was such a code.</summary>
    public bool Knows(string code) => Codes.Any(row => row.Value == code);

    /// <summary>Reads a field that must hold a code in force on a day; null, with the fault noted, where it holds something else.</summary>
    public string? Read(ObjectReader reader, string field, DateOnly day)
    {
        if (reader.Raw(field) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && JsonText.TryRead(value, out var text) && Find(text, day) is not null)
            return text;
        reader.Fault(field, $"must be one of: {string.Join(", ", Codes.Where(row => row.IsInForce(day)).Select(row => row.Value))}");
        return null;
    }
}

/// <summary>One row: what a code means, and when it may be used.</summary>
/// <param name="Value">The code.</param>
/// <param name="Danish">Its label in Danish.</param>
/// <param name="English">The same in English.</param>
/// <param name="From">The first day on which it may be used.</param>
/// <param name="To">The first day on which it no longer may; null = no end is set.</param>
/// <param name="Consequence">What follows, a code of <c>offer-consequence</c>; null where nothing is said.</param>
public sealed record Code(string Value, string Danish, string English, DateOnly From, DateOnly? To, string? Consequence)
{
    /// <summary>Whether it may be used on a day.</summary>
    public bool IsInForce(DateOnly day) => From <= day && !(To <= day);
}
