using System.Xml;
using System.Xml.Linq;
using Matching.Api.Letters;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Tests.Engine.Examples;
using Matching.Tests.Engine.Localization.Letters;
using NUnit.Framework;

namespace Matching.Tests.Api.Letters;

/// <summary>The page of a letter: one file, well formed, in order for who cannot see it, and nothing in it that runs.</summary>
public sealed class LetterPageTests
{
    static IEnumerable<string> Examples => Example.Names;

    [TestCaseSource(nameof(Examples))]
    public void Every_page_is_well_formed_and_in_order(string name)
    {
        foreach (var letter in Written.OfExample(name).AllLetters())
        {
            var page = Parse(LetterPage.Of(letter));
            var html = page.Root!;
            Assert.That(html.Attribute("lang")!.Value, Is.EqualTo(letter.Language == Language.Da ? "da" : "en"));
            Assert.That(html.Element("head")!.Element("title")!.Value, Is.EqualTo(letter.Title));
            Assert.That(html.Descendants("meta").Select(meta => meta.Attribute("charset")?.Value), Has.Some.EqualTo("utf-8"));
            Assert.That(
                html.Descendants()
                    .Where(element => element.Name.LocalName is "h1" or "h2" or "h3")
                    .Select(element => element.Name.LocalName),
                Is.EqualTo(letter.Sections.Select(_ => "h2").Prepend("h1"))
            );
            Assert.That(html.Descendants("main").Count(), Is.EqualTo(1));
            Assert.That(
                html.Descendants("ul").SelectMany(list => list.Elements()).Select(item => item.Name.LocalName),
                Is.All.EqualTo("li")
            );
            Assert.That(
                html.Descendants().Select(element => element.Name.LocalName),
                Has.None.AnyOf("script", "img", "link", "iframe", "form", "a", "object")
            );
            Assert.That(
                html.Descendants().SelectMany(element => element.Attributes()).Select(attribute => attribute.Name.LocalName),
                Has.None.StartsWith("on").And.None.EqualTo("style").And.None.EqualTo("src").And.None.EqualTo("href")
            );
            Assert.That(html.Element("head")!.Element("style")!.Value, Does.Not.Contain("url(").And.Not.Contain("@import"));
            Assert.That(
                string.Concat(html.Descendants("body").DescendantNodes().OfType<XText>().Select(text => text.Value)),
                Does.Contain(letter.Sections[0].Heading)
            );
        }
    }

    [Test]
    public void What_looks_like_markup_is_shown_as_it_is()
    {
        const string evil = "<script>alert(\"1\")</script> & 'co' ]]> -->";
        var page = LetterPage.Of(
            new Letter(Audience.Parent, null, Language.Da, null, evil, [evil], [new LetterSection(evil, [evil], [evil])], [evil], [])
        );
        Assert.That(page, Does.Not.Contain("<script"));
        var html = Parse(page).Root!;
        Assert.That(new[] { "title", "h1", "h2", "li" }.Select(name => html.Descendants(name).Single().Value), Is.All.EqualTo(evil));
        Assert.That(html.Descendants("p").Select(paragraph => paragraph.Value), Is.All.EqualTo(evil));
    }

    [Test]
    public void Danish_letters_stand_as_themselves() =>
        Assert.That(LetterPage.Of(Written.OfExample("01-severe-self-harm").To(Audience.Child)), Does.Contain("Børne- og ungeudvalget"));

    static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
