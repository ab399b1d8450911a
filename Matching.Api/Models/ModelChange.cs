using System.Text.Json;
using System.Text.Json.Serialization;
using Matching.Api.Storage;

namespace Matching.Api.Models;

/// <summary>A change of which model rankings may use, as the log says it.</summary>
public abstract record ModelChange
{
    private const int Schema = 1;

    private ModelChange() { }

    /// <summary>A model was put to use.</summary>
    /// <param name="Version">The model: its document is kept under this version.</param>
    /// <param name="Evaluation">The version its evaluation is kept under.</param>
    /// <param name="At">When it was recorded, UTC.</param>
    /// <param name="By">Who answers for it.</param>
    /// <param name="Overridden">Gates in spite of which.</param>
    /// <param name="Second">Who else answers for that.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Promoted(
        string Version,
        string Evaluation,
        string At,
        string By,
        IReadOnlyList<string> Overridden,
        string? Second,
        string? Reason
    ) : ModelChange
    {
        public byte[] Payload() =>
            JsonSerializer.SerializeToUtf8Bytes(
                new PromotionRecord(Schema, Version, Evaluation, By, Overridden, Second, Reason),
                ModelRecordsJson.Default.PromotionRecord
            );
    }

    /// <summary>The model before took the place of one again.</summary>
    /// <param name="From">The model that went.</param>
    /// <param name="To">The model that came back; null for none.</param>
    /// <param name="By">Who answers for it.</param>
    public sealed record RolledBack(string From, string? To, string By) : ModelChange
    {
        public byte[] Payload() =>
            JsonSerializer.SerializeToUtf8Bytes(new RollbackRecord(Schema, From, To, By), ModelRecordsJson.Default.RollbackRecord);
    }

    /// <summary>The use of any model was switched.</summary>
    public sealed record Switched(bool On, string By) : ModelChange
    {
        public byte[] Payload() => JsonSerializer.SerializeToUtf8Bytes(new UseRecord(Schema, On, By), ModelRecordsJson.Default.UseRecord);
    }

    /// <summary>The change an entry says of; null when it is about something else.</summary>
    /// <exception cref="InvalidDataException">It was written by a newer program.</exception>
    internal static ModelChange? Read(ProjectionEntry entry)
    {
        switch (entry.Kind)
        {
            case LogKinds.ModelPromotion:
                var promotion = Known(
                    JsonSerializer.Deserialize(entry.Payload, ModelRecordsJson.Default.PromotionRecord)!,
                    record => record.Schema
                );
                return new Promoted(
                    promotion.Model,
                    promotion.Evaluation,
                    entry.RecordedAt,
                    promotion.By,
                    promotion.Overridden,
                    promotion.Second,
                    promotion.Reason
                );
            case LogKinds.ModelRollback:
                var rollback = Known(
                    JsonSerializer.Deserialize(entry.Payload, ModelRecordsJson.Default.RollbackRecord)!,
                    record => record.Schema
                );
                return new RolledBack(rollback.From, rollback.To, rollback.By);
            case LogKinds.ModelUse:
                var use = Known(JsonSerializer.Deserialize(entry.Payload, ModelRecordsJson.Default.UseRecord)!, record => record.Schema);
                return new Switched(use.On, use.By);
            default:
                return null;
        }
    }

    /// <summary>The versions of the documents that such an entry rests on.</summary>
    internal static IEnumerable<string> DocumentsOf(string kind, byte[] payload) =>
        Read(new ProjectionEntry(0, "", kind, "", "", null, payload)) switch
        {
            Promoted promoted => [promoted.Version, promoted.Evaluation],
            RolledBack { To: { } version } => [version],
            _ => [],
        };

    private static T Known<T>(T record, Func<T, int> schemaOf) =>
        schemaOf(record) <= Schema
            ? record
            : throw new InvalidDataException(
                $"The log holds a change of models of schema {schemaOf(record)}, which is newer than this program."
            );
}

/// <summary>A promotion as the log holds it.</summary>
internal sealed record PromotionRecord(
    int Schema,
    string Model,
    string Evaluation,
    string By,
    IReadOnlyList<string> Overridden,
    string? Second,
    string? Reason
);

/// <summary>A rollback as the log holds it.</summary>
internal sealed record RollbackRecord(int Schema, string From, string? To, string By);

/// <summary>A switch of the use of models as the log holds it.</summary>
internal sealed record UseRecord(int Schema, bool On, string By);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PromotionRecord))]
[JsonSerializable(typeof(RollbackRecord))]
[JsonSerializable(typeof(UseRecord))]
internal sealed partial class ModelRecordsJson : JsonSerializerContext;
