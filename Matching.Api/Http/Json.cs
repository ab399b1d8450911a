using System.Text.Encodings.Web;
using System.Text.Json;

namespace Matching.Api.Http;

/// <summary>
/// How the service writes JSON: Danish letters as they are. The writer does not check our own order of calls; tests read what comes out.
/// </summary>
internal static class Json
{
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
}
