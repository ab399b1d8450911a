using Matching.Engine.Parsing;

namespace Matching.Engine.Placements;

/// <summary>Reads <c>{ "value", "source", "verified" }</c>: no fact without both.</summary>
internal static class FactReader
{
    public static Fact<T> Fact<T>(this ObjectReader parent, string field, Func<ObjectReader, T> value)
    {
        if (parent.Require(field).Object(field) is not { } reader)
            return new Fact<T>(default!, "", false);
        var fact = new Fact<T>(
            value(reader),
            reader.Require("source").Text("source") ?? "",
            reader.Require("verified").Boolean("verified") ?? false
        );
        reader.Raw("value");
        reader.Text("note");
        // Hours belong to the fact about acute intake alone; they are read with the details.
        if (field == "acuteIntake")
            reader.Raw("hours");
        reader.Close();
        return fact;
    }

    public static Fact<bool?> FlagFact(this ObjectReader parent, string field) => parent.Fact(field, reader => reader.Boolean("value"));

    public static Fact<int?> WholeFact(this ObjectReader parent, string field, int least, int most) =>
        parent.Fact(field, reader => reader.Integer("value", least, most));

    public static Fact<T?> TermFact<T>(this ObjectReader parent, string field)
        where T : struct, Enum => parent.Fact(field, reader => reader.Enum<T>("value"));

    public static Fact<IReadOnlyList<T>> TermListFact<T>(this ObjectReader parent, string field)
        where T : struct, Enum => parent.Fact(field, reader => reader.Require("value").EnumList<T>("value") ?? []);

    public static Fact<AgeRange> AgesFact(this ObjectReader parent, string field) =>
        parent.Fact(
            field,
            reader =>
            {
                if (reader.Require("value").Object("value") is not { } ages)
                    return default;
                var range = new AgeRange(
                    ages.Require("min").Integer("min", Profiles.Age.Youngest, Profiles.Age.Oldest) ?? 0,
                    ages.Require("max").Integer("max", Profiles.Age.Youngest, Profiles.Age.Oldest) ?? 0
                );
                if (range.Min > range.Max)
                    ages.Fault("min", "must not lie above max");
                ages.Close();
                return range;
            }
        );
}
