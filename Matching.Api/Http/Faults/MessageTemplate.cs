using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Matching.Api.Http.Faults;

/// <summary>A message with places for values, <c>{0}</c>, <c>{1}</c> …</summary>
internal sealed partial class MessageTemplate
{
    private readonly string[] _between;
    private readonly int[] _values;

    public MessageTemplate(string text)
    {
        _between = Place().Split(text);
        _values = [.. Place().Matches(text).Select(match => int.Parse(match.ValueSpan[1..^1], CultureInfo.InvariantCulture))];
    }

    [GeneratedRegex(@"\{[0-9]\}")]
    private static partial Regex Place();

    /// <summary>Whether it has places for values.</summary>
    public bool HasValues => _values.Length > 0;

    /// <summary>How many letters of a message are its own.</summary>
    public int Letters => _between.Sum(part => part.Length);

    /// <summary>The values that make this message of it, by their numbers; null when it is another message.</summary>
    public string[]? ValuesOf(string message)
    {
        if (!message.StartsWith(_between[0], StringComparison.Ordinal))
            return null;
        var values = new string[_values.Length];
        var position = _between[0].Length;
        for (var i = 0; i < values.Length; i++)
        {
            var after = _between[i + 1];
            var isLast = i == values.Length - 1;
            // No value is empty.
            var end =
                position >= message.Length ? -1
                : !isLast ? message.IndexOf(after, position + 1, StringComparison.Ordinal)
                : message.EndsWith(after, StringComparison.Ordinal) ? message.Length - after.Length
                : -1;
            if (end <= position)
                return null;
            values[_values[i]] = message[position..end];
            position = end + after.Length;
        }
        return position == message.Length ? values : null;
    }

    /// <summary>The message with these values.</summary>
    public string With(string[] values)
    {
        var message = new StringBuilder(_between[0]);
        for (var i = 0; i < _values.Length; i++)
            message.Append(values[_values[i]]).Append(_between[i + 1]);
        return message.ToString();
    }
}
