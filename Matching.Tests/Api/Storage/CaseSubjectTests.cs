using System.Text;
using Matching.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>The identifier of a case belongs to its reference alone.</summary>
public sealed class CaseSubjectTests
{
    [Test]
    public void It_is_a_uuid_of_version_8_and_another_one_each_time()
    {
        var subjects = Enumerable.Range(0, 1000).Select(_ => CaseSubject.New("SOF-1").SubjectId).ToList();

        Assert.That(subjects, Is.Unique);
        Assert.That(subjects, Is.All.Matches("^[0-9a-f]{12}8[0-9a-f]{3}[89ab][0-9a-f]{15}$"));
    }

    [Test]
    public void What_was_kept_gives_the_reference_back()
    {
        foreach (var reference in new[] { "SOF-2026-00017", "æøå ⚠", "x" })
        {
            var (subject, content) = CaseSubject.New(reference);
            Assert.That(CaseSubject.ReferenceIn(content, subject), Is.EqualTo(reference));
        }
    }

    [Test]
    public void No_changed_byte_and_no_other_identifier_gives_a_reference()
    {
        var (subject, content) = CaseSubject.New("SOF-1");
        for (var i = 0; i < content.Length; i++)
        {
            byte[] changed = [.. content];
            changed[i] ^= 1;
            Assert.That(CaseSubject.ReferenceIn(changed, subject), Is.Null, $"byte {i}");
        }
        Assert.That(CaseSubject.ReferenceIn(content, CaseSubject.New("SOF-1").SubjectId), Is.Null);
        Assert.That(CaseSubject.ReferenceIn([], subject), Is.Null);
        Assert.That(CaseSubject.ReferenceIn(content[..32], subject), Is.Null);
    }

    [Test]
    public void The_random_identifier_of_a_case_begun_before_says_nothing_of_its_reference()
    {
        Assert.That(CaseSubject.ReferenceIn(Encoding.UTF8.GetBytes("SOF-1"), $"{Guid.NewGuid():N}"), Is.EqualTo("SOF-1"));
    }
}
