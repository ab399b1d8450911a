using System.Reflection;
using System.Text;
using Matching.Api.Http;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Microsoft.AspNetCore.Http.Metadata;

namespace Matching.Api.Letters;

/// <summary>A letter in the form that was asked for.</summary>
internal sealed record LetterAnswer(RecordedLetter Written, LetterFormat Format) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = $"{LetterFormats.All.First(form => form.Format == Format).MediaType}; charset=utf-8";
        response.Headers.ContentLanguage = Terms<Language>.Text(Written.Letter.Language);
        response.Headers.Vary = "Accept, Accept-Language";
        switch (Format)
        {
            case LetterFormat.Page:
                response.Headers.ContentSecurityPolicy = LetterPage.SecurityPolicy;
                return response.WriteAsync(LetterPage.Of(Written.Letter), Encoding.UTF8);
            case LetterFormat.Json:
                LetterJson.Write(response.BodyWriter, Written);
                return Task.CompletedTask;
            default:
                return response.WriteAsync(LetterText.Of(Written.Letter), Encoding.UTF8);
        }
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.AddAnswer<LetterShape>(StatusCodes.Status200OK);
}
