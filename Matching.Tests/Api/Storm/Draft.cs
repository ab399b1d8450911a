using System.Globalization;
using System.Text;

namespace Matching.Tests.Api.Storm;

/// <summary>How much of the answer can be relied on.</summary>
enum Trust
{
    /// <summary>Well-formed HTTP: answered as the document says, with a problem when it fails.</summary>
    Integer,

    /// <summary>Well-formed HTTP that asks for something the document does not offer, or is cut off by the web server.</summary>
    Strange,

    /// <summary>Not HTTP: the web server may refuse it by itself, or end the connection.</summary>
    Malformed,
}

/// <summary>A request on its way to being written, every part of it open to be spoilt.</summary>
sealed class Draft(Operation operation, string method, string target)
{
    public Operation Operation { get; } = operation;

    public string Method { get; set; } = method;

    public string Target { get; set; } = target;

    public string Version { get; set; } = "HTTP/1.1";

    public List<(string Name, string Value)> Headers { get; } = [];

    public byte[]? Body { get; set; }

    /// <summary>The body as it goes over the wire when that is not the body itself.</summary>
    public byte[]? Framed { get; set; }

    /// <summary>Null = by the length of the body.</summary>
    public string? ContentLength { get; set; }

    public bool HasNoLength { get; set; }

    public Trust Trust { get; private set; } = Trust.Integer;

    /// <summary>Whether the server may go on reading where it should not, so that the connection is used for nothing else.</summary>
    public bool EndsConnection { get; set; }

    /// <summary>Whether the server waits for more than is sent, so that it must be reported that nothing will come.</summary>
    public bool WaitsForMore { get; set; }

    /// <summary>What must not be repeated.</summary>
    public string? Secret { get; set; }

    /// <summary>The key under which a well-formed ranking is sent, when it is.</summary>
    public string? IdempotencyKey { get; set; }

    public List<string> What { get; } = [];

    public bool IsSpoilt => What.Count > 0;

    public void Spoil(string what, Trust trust = Trust.Integer)
    {
        What.Add(what);
        if (trust > Trust)
            Trust = trust;
        EndsConnection |= trust == Trust.Malformed;
    }

    public void SetHeader(string name, string value)
    {
        Headers.RemoveAll(header => header.Name == name);
        Headers.Add((name, value));
    }

    /// <summary>The bytes to send. Characters above 255 go as UTF-8, others as the byte they are.</summary>
    public byte[] Write()
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{Method} {Target} {Version}\r\n");
        foreach (var (name, value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (Body is not null && !HasNoLength)
            head.Append(
                CultureInfo.InvariantCulture,
                $"Content-Length: {ContentLength ?? Body.Length.ToString(CultureInfo.InvariantCulture)}\r\n"
            );
        head.Append("\r\n");
        var text = head.ToString();
        var bytes = text.All(letter => letter <= '\u00ff') ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);
        return [.. bytes, .. Framed ?? Body ?? []];
    }
}
