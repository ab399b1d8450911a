using System.Security.Cryptography;
using Matching.Api.Storage;
using Matching.Api.Transparency;
using NUnit.Framework;

namespace Matching.Tests.Api.Transparency;

public sealed class CheckpointKeyTests
{
    static readonly Checkpoint Some = new("matching/0123", 7, SHA256.HashData([7]), new string('a', 64), "2026-11-22T08:15:30.123Z");

    DirectoryInfo folder = null!;

    string KeyFile => Path.Combine(folder.FullName, "checkpoint.key");

    string PublicFile => Path.Combine(folder.FullName, "checkpoint.pub.pem");

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("matching-checkpoints-");

    [TearDown]
    public void RemoveFolder() => folder.Delete(recursive: true);

    [Test]
    public void A_note_has_the_lines_of_a_checkpoint_and_one_signature()
    {
        using var key = CheckpointKey.OpenOrCreate(KeyFile, PublicFile);
        var lines = key.Sign(Some).ToString().Split('\n');

        Assert.That(
            lines[..6],
            Is.EqualTo(new[] { "matching/0123", "7", Convert.ToBase64String(Some.Root), $"head {Some.Head}", $"time {Some.Time}", "" })
        );
        Assert.That(lines[6], Does.StartWith("— matching/0123 "));
        Assert.That(lines[7..], Is.EqualTo(new[] { "" }));
    }

    [Test]
    public void The_signature_is_plain_ECDSA_over_the_text_under_the_hash_of_the_key()
    {
        using var key = CheckpointKey.OpenOrCreate(KeyFile, PublicFile);
        var signed = Convert.FromBase64String(key.Sign(Some).ToString().Split('\n')[6].Split(' ')[2]);
        using var outsider = ECDsa.Create();
        outsider.ImportFromPem(File.ReadAllText(PublicFile));

        Assert.That(signed[..4], Is.EqualTo(SHA256.HashData(outsider.ExportSubjectPublicKeyInfo())[..4]));
        Assert.That(
            outsider.VerifyData(
                System.Text.Encoding.UTF8.GetBytes(Some.Text),
                signed[4..],
                HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence
            ),
            Is.True
        );
    }

    [Test]
    public void A_checkpoint_reads_back_as_it_was_signed()
    {
        using var key = CheckpointKey.OpenOrCreate(KeyFile, PublicFile);
        using var again = CheckpointKey.OpenOrCreate(KeyFile, PublicFile);
        var read = again.Verifier.Read(key.Sign(Some).ToString(), out var problem);

        Assert.That((read?.Text, problem), Is.EqualTo((Some.Text, (string?)null)));
    }

    [Test]
    public void Any_changed_character_is_refused()
    {
        using var key = CheckpointKey.OpenOrCreate(KeyFile, PublicFile);
        var note = key.Sign(Some).ToString();
        var taken = Enumerable
            .Range(0, note.Length)
            .Where(i => key.Verifier.Read(note[..i] + (note[i] == '1' ? '2' : '1') + note[(i + 1)..], out _) is not null);
        var cut = Enumerable.Range(0, note.Length).Where(i => key.Verifier.Read(note[..i], out _) is not null);

        Assert.That(taken, Is.Empty);
        Assert.That(cut, Is.Empty);
    }

    [Test]
    public void Another_keys_checkpoint_is_refused()
    {
        using var key = CheckpointKey.OpenOrCreate(KeyFile, PublicFile);
        using var other = CheckpointKey.OpenOrCreate(KeyFile + "2", PublicFile + "2");

        Assert.That(key.Verifier.Read(other.Sign(Some).ToString(), out var problem), Is.Null);
        Assert.That(problem, Is.EqualTo("it is signed with another key"));
    }

    // C2SP signed-note: signatures from unknown keys are ignored, "even if they share a name or ID (but not both) with a known key".
    [TestCase("another name and key", Description = "A witness")]
    [TestCase("the name with another key", Description = "A key that was rotated")]
    [TestCase("the key id under another name")]
    [TestCase("a long signature", Description = "Post-quantum signatures take up to 5 kB")]
    [TestCase("sixteen of them", Description = "The fewest a verifier must read")]
    public void Signatures_of_other_keys_are_ignored_above_and_below_its_own(string kind)
    {
        using var key = CheckpointKey.OpenOrCreate(KeyFile, PublicFile);
        var own = key.Sign(Some).ToString();
        var others = kind switch
        {
            "another name and key" => Line("witness.example.org/w1", [1, 2, 3, 4], 76),
            "the name with another key" => Line(Some.Origin, [1, 2, 3, 4], 64),
            "the key id under another name" => Line("matching/4567", key.Verifier.KeyId, 64),
            "a long signature" => Line("witness.example.org/w2", [9, 9, 9, 9], 5_000),
            _ => string.Concat(Enumerable.Range(0, 16).Select(i => Line($"grease.example.org/{i}", [(byte)i, 0, 0, 0], 1 + 300 * i))),
        };
        var signatures = own.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        foreach (var note in new[] { own + others, own.Insert(signatures, others), own.Insert(signatures, others) + others })
            Assert.That((key.Verifier.Read(note, out var problem)?.Text, problem), Is.EqualTo((Some.Text, (string?)null)));
    }

    [TestCase("a note\n")]
    [TestCase("\n")]
    [TestCase("\n— witness.example.org/w1 AQIDBAA=\n", Description = "What stands above the last blank line is text")]
    [TestCase("— witness.example.org/w1\n")]
    [TestCase("— witness.example.org/w1 \n")]
    [TestCase("—  AQIDBAA=\n")]
    [TestCase("—witness.example.org/w1 AQIDBAA=\n")]
    [TestCase("- witness.example.org/w1 AQIDBAA=\n")]
    [TestCase(" — witness.example.org/w1 AQIDBAA=\n")]
    [TestCase("— witness.example.org/w1  AQIDBAA=\n")]
    [TestCase("— witness.example.org/w1 AQIDBAA= \n")]
    [TestCase("— witness+w1 AQIDBAA=\n")]
    [TestCase("— witness\u2003w1 AQIDBAA=\n")]
    [TestCase("— witness.example.org/w1 AQIDBAA\n")]
    [TestCase("— witness.example.org/w1 AQIDBA==\n", Description = "A key id and no signature")]
    [TestCase("— witness.example.org/w1 ????\n")]
    [TestCase("— witness.example.org/w1 AQIDBAA=", Description = "Cut off")]
    [TestCase("— witness.example.org/w1 AQIDBAA=\r\n")]
    [TestCase("— witness\u001b[2J AQIDBAA=\n")]
    public void A_line_that_is_no_signature_spoils_the_note(string line)
    {
        using var key = CheckpointKey.OpenOrCreate(KeyFile, PublicFile);
        Assert.That(key.Verifier.Read(key.Sign(Some) + line, out var problem), Is.Null);
        Assert.That(problem, Is.EqualTo("it is not a signed checkpoint"));
    }

    [Test]
    public void A_signature_of_its_own_key_that_does_not_fit_is_refused_beside_one_that_does()
    {
        using var key = CheckpointKey.OpenOrCreate(KeyFile, PublicFile);
        var forged = Line(Some.Origin, key.Verifier.KeyId, 64);
        Assert.That(key.Verifier.Read(key.Sign(Some) + forged, out var problem), Is.Null);
        Assert.That(problem, Is.EqualTo("its signature does not fit"));
    }

    [Test]
    public void A_note_that_only_others_signed_is_refused()
    {
        using var key = CheckpointKey.OpenOrCreate(KeyFile, PublicFile);
        var note = $"{Some.Text}\n{Line(Some.Origin, [1, 2, 3, 4], 64)}{Line("matching/4567", key.Verifier.KeyId, 64)}";
        Assert.That(key.Verifier.Read(note, out var problem), Is.Null);
        Assert.That(problem, Is.EqualTo("it is signed with another key"));
    }

    static string Line(string name, byte[] keyId, int length) => $"— {name} {Convert.ToBase64String([.. keyId, .. new byte[length]])}\n";

    [Test]
    public void The_key_is_made_once_for_its_owner_alone()
    {
        CheckpointKey.OpenOrCreate(KeyFile, PublicFile).Dispose();
        var made = File.ReadAllText(KeyFile);
        CheckpointKey.OpenOrCreate(KeyFile, PublicFile).Dispose();

        Assert.That((File.ReadAllText(KeyFile), PrivateFile.IsOpenToOthers(KeyFile)), Is.EqualTo((made, false)));
        Assert.That(made, Does.StartWith("-----BEGIN PRIVATE KEY-----"));
        Assert.That(File.ReadAllText(PublicFile), Does.StartWith("-----BEGIN PUBLIC KEY-----"));
    }

    [Test]
    public void A_key_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no such file modes.");
            return;
        }
        CheckpointKey.OpenOrCreate(KeyFile, PublicFile).Dispose();
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.That(() => CheckpointKey.Open(KeyFile), Throws.InstanceOf<CheckpointKeyException>().With.Message.Contains("chmod 600"));
    }

    [TestCase("nistP384")]
    [TestCase("rsa")]
    [TestCase("public")]
    [TestCase("text")]
    [TestCase("broken")]
    public void A_key_that_is_not_a_private_key_on_P256_is_refused(string kind)
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        PrivateFile.Create(
            KeyFile,
            System.Text.Encoding.ASCII.GetBytes(
                kind switch
                {
                    "nistP384" => p384.ExportPkcs8PrivateKeyPem(),
                    "rsa" => rsa.ExportPkcs8PrivateKeyPem(),
                    "public" => p384.ExportSubjectPublicKeyInfoPem(),
                    "broken" => "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                    _ => "not a key",
                }
            )
        );

        Assert.That(() => CheckpointKey.Open(KeyFile), Throws.InstanceOf<CheckpointKeyException>().With.Message.Contains("P-256"));
    }

    [Test]
    public void A_public_key_of_another_kind_is_refused()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (
            var pem in new[]
            {
                p384.ExportSubjectPublicKeyInfoPem(),
                "not a key",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            }
        )
            Assert.That(() => CheckpointVerifier.FromPem(pem), Throws.InstanceOf<CheckpointKeyException>());
    }
}
