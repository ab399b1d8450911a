using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;

namespace Matching.Api.Letters;

/// <summary>A letter as one page that needs nothing else: to be read on a screen, read aloud by a program, and printed.</summary>
internal static class LetterPage
{
    private const string Style = """

        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0; background: #f4f2ee; color: #1c1c1c; font-family: "Segoe UI", "Helvetica Neue", Arial, "Noto Sans", sans-serif; font-size: 1.0625rem; line-height: 1.6; }
        main { box-sizing: border-box; max-width: 44rem; margin: 2rem auto; padding: 3rem 3.5rem; background: #fff; border: 1px solid #ddd8cf; }
        h1 { margin: 0 0 1.5rem; font-size: 1.8em; line-height: 1.25; text-wrap: balance; }
        h2 { margin: 2rem 0 .4rem; font-size: 1.2em; line-height: 1.3; }
        p { margin: 0 0 .8rem; overflow-wrap: break-word; }
        ul { margin: 0 0 .8rem; padding-left: 1.3rem; }
        li { margin-bottom: .35rem; overflow-wrap: anywhere; }
        footer { margin-top: 2.5rem; }
        .child { font-size: 1.1875rem; line-height: 1.7; }
        .under-10 { font-size: 1.375rem; line-height: 1.8; }
        .committee { font-size: 1rem; line-height: 1.5; }
        .committee main { border-top: .4rem solid #8a1c1c; }
        @media (max-width: 40rem) { main { margin: 0; padding: 1.5rem 1.25rem; border: 0; } }
        @media print {
          @page { margin: 2cm; }
          body { background: #fff; color: #000; font-size: 11.5pt; line-height: 1.45; }
          .child { font-size: 13pt; } .under-10 { font-size: 16pt; } .committee { font-size: 10.5pt; }
          main, .committee main { max-width: none; margin: 0; padding: 0; border: 0; }
          h1, h2 { break-after: avoid; } p, li { break-inside: avoid; orphans: 3; widows: 3; }
        }

        """;

    // Letters as they are, so that the source reads too; what could end the text or an attribute is still written as a reference.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>What the page may do: show its own style, and nothing else.</summary>
    public static readonly string SecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri "
        + $"'none'; form-action 'none'; frame-ancestors 'none'";

    public static string Of(Letter letter)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n")
            .Append($"<html lang=\"{Terms<Language>.Text(letter.Language)}\">\n<head>\n<meta charset=\"utf-8\" />\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n");
        Element(page, "title", letter.Title);
        page.Append("<style>").Append(Style).Append("</style>\n</head>\n");
        page.Append(
            $"<body class=\"{Terms<Audience>.Text(letter.Audience)}{(letter.Band is { } band ? $" {band.Code}" : "")}\">\n<main>\n"
        );
        Element(page, "h1", letter.Title);
        Elements(page, "p", letter.Opening);
        foreach (var section in letter.Sections)
        {
            page.Append("<section>\n");
            Element(page, "h2", section.Heading);
            Elements(page, "p", section.Paragraphs);
            if (section.Items.Count > 0)
            {
                page.Append("<ul>\n");
                Elements(page, "li", section.Items);
                page.Append("</ul>\n");
            }
            page.Append("</section>\n");
        }
        page.Append("<footer>\n");
        Elements(page, "p", letter.Closing);
        page.Append("</footer>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Elements(StringBuilder page, string name, IEnumerable<string> texts)
    {
        foreach (var text in texts)
            Element(page, name, text);
    }

    private static void Element(StringBuilder page, string name, string text) => page.Append($"<{name}>{Encoder.Encode(text)}</{name}>\n");
}
