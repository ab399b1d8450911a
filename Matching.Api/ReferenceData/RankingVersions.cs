using System.Text.Json;

namespace Matching.Api.ReferenceData;

/// <summary>Everything an answer depends on beside the request.</summary>
/// <param name="State">Number of the last state-changing log entry.</param>
/// <param name="Model">Null in rules mode.</param>
public sealed record RankingVersions(
    string Engine,
    string Rules,
    string Criteria,
    string Catalogue,
    string Texts,
    long State,
    string? Model
)
{
    /// <summary>Writes them as the field <c>versions</c>, the same in record and answer.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("versions");
        writer.WriteString("engine", Engine);
        writer.WriteString("rules", Rules);
        writer.WriteString("criteria", Criteria);
        writer.WriteString("catalogue", Catalogue);
        writer.WriteString("texts", Texts);
        writer.WriteNumber("state", State);
        writer.WriteString("model", Model);
        writer.WriteEndObject();
    }
}
