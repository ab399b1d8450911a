using System.Text.Json;
using Matching.Api.Http;
using Matching.Engine.Parsing;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.WhatIfs;

/// <summary>What the OpenAPI document says of the calls about what would change a ranking.</summary>
internal static class WhatIfDescriptions
{
    public static void DescribeWhatIf(this RouteHandlerBuilder route) =>
        route
            .WithName("askWhatIf")
            .WithSummary("Rank the recorded request again with changes, and say what is otherwise")
            .WithDescription(
                "The body is a JSON merge patch (RFC 7396) over the recorded request: what is named takes the place of what was "
                    + "there, lists too, and null removes it. The case reference must stay. "
                    + "Answered on the recorded versions, so that only the patch makes a difference; recorded before it is answered, "
                    + "as a what-if and never as a ranking. An Idempotency-Key is not looked at: "
                    + "a what-if that is sent again is another one."
            )
            .WithMetadata(Top, Purpose)
            .WithMetadata(
                new DescribedExample("school", """{ "child": { "schoolAttendance": "regular" } }"""),
                new DescribedExample(
                    "steps",
                    """{ "legal": { "stepsTaken": [ "child-examination", "child-heard", "parents-heard", "lawyer-offered", "less-intrusive-considered" ] } }"""
                ),
                new DescribedExample("no-conflict", """{ "conflicts": [], "wishes": { "matters": null } }""")
            )
            .Accepts<IReadOnlyDictionary<string, JsonElement>>("application/json", MergePatch.MediaType)
            .Fails(400, 404, 409, 410, 413, 415, 503);

    public static void DescribeWhatIfs(this RouteHandlerBuilder route) =>
        route
            .WithName("listWhatIfs")
            .WithSummary("The what-ifs of a ranking, oldest first, each with its patch")
            .WithMetadata(Purpose)
            .Fails(400, 404, 410, 503);

    public static void DescribeFindWhatIf(this RouteHandlerBuilder route) =>
        route.WithName("getWhatIf").WithSummary("A recorded what-if").WithMetadata(Top, Purpose).Fails(400, 404, 410, 503);

    public static void DescribeReplayWhatIf(this RouteHandlerBuilder route) =>
        route
            .WithName("replayWhatIf")
            .WithSummary("Ask a recorded what-if again on the recorded versions, and compare")
            .WithMetadata(Purpose)
            .Fails(400, 404, 410, 503);

    public static void DescribeCounterfactuals(this RouteHandlerBuilder route) =>
        route
            .WithName("getCounterfactuals")
            .WithSummary("The smallest changes that would bring a placement forward")
            .WithDescription(
                "goal says what they reach: first (a possible placement comes first), possible (an excluded one becomes possible), "
                    + "eligible (nothing stands in the way of the first one any more) or none (there is nothing to reach). "
                    + "Only what people can bring about is changed: school attendance, a network carer, protective factors, conflicts, "
                    + "steps taken and services added; never age, sex, diagnoses, symptoms, history, wishes, "
                    + "grounds or decider. Each set was found by ranking again, and no part of it is enough. At most four changes "
                    + "beside those that nothing can replace; complete is false when the search ended at its bound. "
                    + "But for services, the changes as a merge patch to what-if give the rank that is stated."
            )
            .WithMetadata(new DescribedParameter("placementId", InHeader: false, "The placement; required."), Purpose)
            .Fails(400, 404, 409, 410, 503);
}
