using System.Collections.Concurrent;
using System.Text;
using Matching.Api.Models;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Learning.Reporting;
using Matching.Engine.Parsing;
using Matching.Tests.Support;

namespace Matching.Tests.Api.Models;

/// <summary>A model in a folder with an evaluation that says of its gates what a test needs, no matter what the model is worth.</summary>
static class MadeModel
{
    static readonly ModelEvaluation Unjudged = Evaluator.Of(
        TrainingSet.None,
        EvaluatedTrainer.Additive(
            AdditiveTrainer.Fit(TrainingSet.None, SimulatedStays.Prior, SimulatedStays.Settings.Use, 1),
            SimulatedStays.Prior,
            null
        ),
        SimulatedStays.Prior,
        SimulatedStays.Settings,
        1
    );

    /// <summary>The folder of a service's own models.</summary>
    public static ModelFolders FoldersOf(string dataDirectory) => ModelFolders.Of(dataDirectory);

    /// <summary>Makes one that passes every gate but those named; gives its version.</summary>
    /// <param name="folders">Where.</param>
    /// <param name="seed">Another seed is another model.</param>
    /// <param name="gates">What is said of some gates; of all others that they are passed.</param>
    public static string In(ModelFolders folders, int seed, params (string Gate, bool? Passed)[] gates)
    {
        var bytes = Document(seed);
        var version = VersionOf(bytes);
        folders.Write(
            version,
            [
                (ModelFile.Name, bytes),
                (EvaluationFile.Name, Evaluation(version, gates)),
                (ModelCard.Name, Encoding.UTF8.GetBytes($"# Outcome model {version}\n")),
            ]
        );
        return version;
    }

    /// <summary>Makes one that passes every gate, made from another prior or judged by other limits than the shipped ones.</summary>
    public static string InOfOthers(ModelFolders folders, HazardPrior prior, string settings)
    {
        var bytes = Document(1, prior);
        var version = VersionOf(bytes);
        folders.Write(version, [(ModelFile.Name, bytes), (EvaluationFile.Name, Evaluation(version, settings, []))]);
        return version;
    }

    /// <summary>The model file; each is trained once in a run.</summary>
    public static byte[] Document(int seed, HazardPrior? prior = null)
    {
        var from = prior ?? SimulatedStays.Prior;
        return
        [
            .. Documents
                .GetOrAdd(
                    (seed, from.Version),
                    _ => new Lazy<byte[]>(() =>
                        AdditiveTrainer.Train(SimulatedStays.Set(Trained.Value), from, SimulatedStays.Settings.Use, seed)
                    )
                )
                .Value,
        ];
    }

    public static string VersionOf(byte[] document) => DataDocument.FromFiles([(ModelFile.Name, document)]).Version;

    public static byte[] Evaluation(string version, params (string Gate, bool? Passed)[] gates) =>
        Evaluation(version, SimulatedStays.Settings.Version, gates);

    static byte[] Evaluation(string version, string settings, (string Gate, bool? Passed)[] gates) =>
        EvaluationFile.Write(
            Unjudged with
            {
                Gates =
                [
                    .. Gates.All.Select(code => new GateFinding(
                        code,
                        gates.Any(gate => gate.Gate == code) ? gates.Single(gate => gate.Gate == code).Passed : true,
                        []
                    )),
                ],
            },
            version,
            "test",
            settings,
            1
        );

    static ConcurrentDictionary<(int Seed, string Prior), Lazy<byte[]>> Documents { get; } = new();

    static Lazy<IReadOnlyList<ObservedStay>> Trained { get; } = new(() => DrawnStays.Of(60, SimulatedStays.Truth, 5));
}
