using Matching.Api.Http;
using Matching.Engine.Parsing;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Training;

/// <summary>What the OpenAPI document says of the calls about training runs.</summary>
internal static class TrainingDescriptions
{
    private const string Json = "application/json",
        Csv = "text/csv",
        Multipart = "multipart/form-data";

    public static void DescribeBeginTraining(this RouteHandlerBuilder route) =>
        route
            .WithName("beginTraining")
            .WithSummary("Train and judge a model in the background; one run at a time")
            .WithDescription(
                "text/csv: a file of stays as data/training/README.md tells it. multipart/form-data: the parts stays and protected, "
                    + "the latter for audits only. An empty JSON object, or protected alone: the stays of "
                    + "the record, under the pseudonyms of their export; each case's access log says so. At most 32 MiB. The model is "
                    + "not put to use: that is a promotion."
            )
            .WithMetadata(
                new DescribedParameter(
                    "trainer",
                    InHeader: false,
                    "How; additive when left out. mlnet-logistic learns from stays alone and refuses too few."
                )
                {
                    Words = Terms<TrainerKind>.AllTexts,
                },
                new DescribedParameter("seed", InHeader: false, "Of everything drawn; 1 when left out.", IsNumber: true),
                Purpose
            )
            .Accepts<TrainingShape>(Json, Csv, Multipart)
            .Fails(400, 409, 413, 415);

    public static void DescribeTrainingRun(this RouteHandlerBuilder route) =>
        route
            .WithName("getTrainingRun")
            .WithSummary("What a training run is at: how far, the model it made, or the faults of its data")
            .Fails(400, 404);
}

/// <summary>Nothing: train on the stays of the record.</summary>
public sealed record TrainingShape;
