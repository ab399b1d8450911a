using Matching.Api.Models;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Reporting;
using Matching.Engine.Parsing;
using Matching.Tests.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Models;

public sealed class ModelFoldersTests
{
    ModelFolders folders = null!;
    string folder = "";

    [SetUp]
    public void Make()
    {
        folder = TemporaryStore.NewFolder();
        folders = new ModelFolders(Path.Combine(folder, "own"), Path.Combine(folder, "shipped"));
    }

    [TearDown]
    public void Remove()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [TestCase("..")]
    [TestCase(".")]
    [TestCase("")]
    [TestCase("../secret")]
    [TestCase("..\\secret")]
    [TestCase("/etc")]
    [TestCase("0123456789abcdef0123456789abcdef/..")]
    [TestCase("0123456789abcdef0123456789abcdef\n")]
    [TestCase("0123456789ABCDEF0123456789ABCDEF")]
    [TestCase("0123456789abcdef0123456789abcde")]
    [TestCase("0123456789abcdef0123456789abcdef0")]
    [TestCase("٠123456789abcdef0123456789abcdef")]
    public void What_is_no_version_leads_nowhere_whatever_lies_there(string word)
    {
        // A model lies wherever such a word could lead.
        Directory.CreateDirectory(Path.Combine(folder, "own"));
        foreach (var place in new[] { folder, Path.Combine(folder, "own"), Path.Combine(folder, "secret") })
        {
            Directory.CreateDirectory(place);
            File.WriteAllBytes(Path.Combine(place, ModelFile.Name), MadeModel.Document(1));
        }

        Assert.That((folders.Find(word), ModelFolders.IsVersion(word), folders.All().Count), Is.EqualTo(((StoredModel?)null, false, 0)));
        if (word.Length is 0 or > 32)
            Assert.That(folders.Beginning(word), Is.Empty);
    }

    [Test]
    public void A_model_is_found_by_its_version_and_by_the_beginning_of_it()
    {
        var version = MadeModel.In(folders, 1);

        Assert.That(folders.Find(version)!.Model().Version, Is.EqualTo(version));
        Assert.That(folders.Beginning(version[..6]).Single().Version, Is.EqualTo(version));
        Assert.That(folders.Beginning(version[..5]), Is.Empty);
    }

    [Test]
    public void A_model_made_here_comes_before_the_same_one_that_was_shipped()
    {
        var version = MadeModel.In(new ModelFolders(folders.Shipped, folders.Own), 1);
        Assert.That(folders.Find(version)!.IsShipped, Is.True);
        MadeModel.In(folders, 1);
        Assert.That((folders.Find(version)!.IsShipped, folders.All().Count), Is.EqualTo((false, 1)));
    }

    [Test]
    public void A_model_whose_file_was_changed_is_not_the_one_its_folder_names()
    {
        var version = MadeModel.In(folders, 1);
        File.WriteAllBytes(Path.Combine(folders.Own, version, ModelFile.Name), MadeModel.Document(2));

        Assert.That(() => folders.Find(version)!.Model(), Throws.TypeOf<DataException>().With.Message.Contains("holds the model"));
    }

    [Test]
    public void The_evaluation_of_another_model_says_nothing()
    {
        var version = MadeModel.In(folders, 1);
        File.WriteAllBytes(
            Path.Combine(folders.Own, version, EvaluationFile.Name),
            MadeModel.Evaluation(MadeModel.VersionOf(MadeModel.Document(2)))
        );

        Assert.That(
            () => folders.Find(version)!.Evaluation(),
            Throws.TypeOf<DataException>().With.Message.Contains("the evaluation of another model")
        );
    }

    [Test]
    public void The_same_model_again_takes_the_old_ones_place_and_leaves_nothing_else_behind()
    {
        var version = MadeModel.In(folders, 1, ("stability", false));
        MadeModel.In(folders, 1);

        Assert.That(folders.Find(version)!.Evaluation()!.Gates.Gates.All(gate => gate.Passed == true), Is.True);
        Assert.That(
            Directory.EnumerateFileSystemEntries(folders.Own).Select(path => Path.GetFileName(path)),
            Is.EqualTo(new[] { version })
        );
    }

    [Test]
    public void Only_their_owner_reads_models_made_here()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has other rights.");
            return;
        }
        var version = MadeModel.In(folders, 1);
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var path in new[] { folder, folders.Own, Path.Combine(folders.Own, version) })
            Assert.That(File.GetUnixFileMode(path) & others, Is.EqualTo(UnixFileMode.None), path);
    }
}
