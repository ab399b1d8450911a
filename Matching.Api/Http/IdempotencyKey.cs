using System.Reflection;
using Matching.Engine.Parsing;

namespace Matching.Api.Http;

/// <summary>The header <c>Idempotency-Key</c>: the same key with the same body is recorded once.</summary>
/// <param name="Value">The key, 1 to 256 printable ASCII characters; null = none was sent.</param>
public readonly record struct IdempotencyKey(string? Value)
{
    private const string Header = "Idempotency-Key";
    private const int MostLetters = 256;

    /// <summary>
    /// Reads it; a fault is noted. A key is kept as a keyed fingerprint only, so digits between letters do no harm in it.
    /// </summary>
    public static ValueTask<IdempotencyKey> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var values = context.Request.Headers[Header];
        if (values.Count == 0)
            return ValueTask.FromResult(default(IdempotencyKey));
        if (values is not [{ Length: >= 1 and <= MostLetters } key] || key.Any(letter => letter is < ' ' or > '~'))
            context.Problems().Add(Header, $"must be one value of 1 to {MostLetters} printable ASCII characters");
        else if (CivilNumber.IsInIdentifier(key))
            context.Problems().Add(Header, RefusedText.CivilNumberRule);
        else
            return ValueTask.FromResult(new IdempotencyKey(key));
        return ValueTask.FromResult(default(IdempotencyKey));
    }
}
