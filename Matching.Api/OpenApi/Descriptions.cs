using Matching.Api.Audit;
using Matching.Api.Cases;
using Matching.Api.Health;
using Matching.Api.Letters;
using Matching.Api.Rankings;
using Matching.Api.Security;
using Matching.Api.Transparency;
using Matching.Engine.Reading;
using Matching.Engine.Wording.Letters;

namespace Matching.Api.OpenApi;

/// <summary>What the OpenAPI document says of each call.</summary>
internal static class Descriptions
{
    private const string Json = "application/json", ProblemJson = "application/problem+json";

    internal static readonly DescribedParameter Top =
        new("top", InHeader: false, "Show only the first N ranked placements, and how many are omitted. A view: the record holds all.", IsNumber: true);

    internal static readonly DescribedParameter Purpose =
        new(Requester.PurposeHeader, InHeader: true, "What the child's record is looked at for, 1 to 200 characters; kept in the access log of the case.");

    internal static readonly DescribedParameter Language = new("Accept-Language", InHeader: true, "da (default) or en, for all texts.");

    public static void DescribeRank(this RouteHandlerBuilder route) => route
        .WithName("rank").WithSummary("Rank every placement for one child, and record it")
        .WithDescription("The answer is durably recorded before it is sent. People decide; the service never does.")
        .WithMetadata(Top, Language, Purpose, new DescribedParameter("Idempotency-Key", InHeader: true, "The same key with the same JSON value gives the same ranking (200), recorded once; with another body 422."))
        .WithMetadata(new WorkedExamples())
        .Accepts<RankingRequestShape>(Json)
        .Produces<RankingAnswerShape>(StatusCodes.Status201Created).Produces<RankingAnswerShape>(StatusCodes.Status200OK)
        .Fails(400, 404, 409, 410, 413, 415, 422, 503);

    public static void DescribeFind(this RouteHandlerBuilder route) => route
        .WithName("getRanking").WithSummary("A recorded ranking").WithMetadata(Top, Language, Purpose)
        .Produces<RankingAnswerShape>().Fails(400, 404, 410, 503);

    public static void DescribeExplain(this RouteHandlerBuilder route) => route
        .WithName("explainRanking").WithSummary("A letter about a recorded ranking: to those who decide, to the parents, or to the child")
        .WithDescription(
            "text/plain, text/html or application/json by Accept; plain text unless another is preferred, 406 when none is accepted. A letter to the child is written for its age on the day of the "
            + "ranking. No letter tells of other children, conflicts or another reader's wishes; only the draft to those who decide tells points and what a child may have told in confidence. checks, in JSON "
            + "only, says what the sender has to check first. The reading is recorded before it is answered.")
        .WithMetadata(
            new DescribedParameter("audience", InHeader: false, "Whom the letter is to.") { Words = Terms<Audience>.AllTexts, IsRequired = true },
            new DescribedParameter("lang", InHeader: false, "The language; Accept-Language decides when it is left out.") { Words = Terms<Engine.Wording.Language>.AllTexts },
            new DescribedParameter("placementId", InHeader: false, "The placement that is proposed, one of those that are possible in the ranking; the first ranked when left out."),
            new DescribedParameter("diagnoses", InHeader: false, "Whether diagnoses are named; omit unless said otherwise. Never in a letter to the child.") { Words = Terms<Naming>.AllTexts },
            Language, Purpose)
        .WithMetadata(new OtherForms(["text/plain", "text/html"]))
        .Produces<LetterShape>()
        .Fails(400, 404, 406, 410, 503);

    public static void DescribeReplay(this RouteHandlerBuilder route) => route
        .WithName("replayRanking").WithSummary("Rank a recorded request anew on the recorded versions, and compare")
        .WithMetadata(Purpose).Produces<ReplayResult>().Fails(400, 404, 410, 503);

    public static void DescribeCase(this RouteHandlerBuilder route) => route
        .WithName("getCase").WithSummary("What is recorded about a case").WithMetadata(Purpose).Produces<CaseOverview>().Fails(400, 404, 503);

    public static void DescribeAccessLog(this RouteHandlerBuilder route) => route
        .WithName("getAccessLog").WithSummary("Who did what with a case, for the right of access; the export itself is its last line")
        .WithMetadata(Purpose).Produces<AccessLogAnswer>().Fails(400, 404, 503);

    public static void DescribeTeam(this RouteHandlerBuilder route) => route
        .WithName("limitCase").WithSummary("Limit a case to a team; callers of other teams get 404").WithMetadata(Purpose)
        .Accepts<TeamShape>(Json).Produces(StatusCodes.Status204NoContent).Fails(400, 404, 413, 415, 503);

    public static void DescribeHold(this RouteHandlerBuilder route) => route
        .WithName("holdCase").WithSummary("Set or lift a legal hold: while it stands, the case cannot be erased").WithMetadata(Purpose)
        .Accepts<LegalHoldShape>(Json).Produces(StatusCodes.Status204NoContent).Fails(400, 404, 413, 415, 503);

    public static void DescribeErasure(this RouteHandlerBuilder route) => route
        .WithName("eraseCase").WithSummary("Destroy the key of a case: nothing of it can be read again, and the log stays whole")
        .WithDescription("409 while a legal hold or a period of retention runs; every reason is listed. Afterwards its rankings answer 410.")
        .WithMetadata(Purpose).Accepts<ErasureShape>(Json).Produces<Erased>().Fails(400, 404, 409, 413, 415, 503);

    public static void DescribeDue(this RouteHandlerBuilder route) => route
        .WithName("listCasesDue").WithSummary("The cases that should be erased by now").WithMetadata(Purpose).Produces<DueAnswer>().Fails(400, 503);

    public static void DescribeRankingExport(this RouteHandlerBuilder route) => route
        .WithName("exportRankings").WithSummary("Rankings under pseudonyms, one JSON object per line")
        .WithDescription("Without case references, with whole years for dates of birth and months for days. Still personal data. Each case's access log says that it was exported.")
        .WithMetadata(new DescribedParameter("from", InHeader: false, "The first day of recording, UTC."), new DescribedParameter("to", InHeader: false, "The last day."), Purpose)
        .Produces<string>(contentType: "application/x-ndjson").Fails(400, 503);

    public static void DescribePlacements(this RouteHandlerBuilder route) => route
        .WithName("listPlacements").WithSummary("The catalogue in force").Produces<CatalogueShape>().Fails();

    public static void DescribePlacement(this RouteHandlerBuilder route) => route
        .WithName("getPlacement").WithSummary("One placement of the catalogue in force").Produces<object>().Fails(404);

    public static void DescribeAvailability(this RouteHandlerBuilder route) => route
        .WithName("reportAvailability").WithSummary("Report free places; the latest report is in force")
        .Accepts<AvailabilityReportShape>(Json).Produces(StatusCodes.Status204NoContent).Fails(400, 404, 413, 415, 503);

    public static void DescribePeerGroupReport(this RouteHandlerBuilder route) => route
        .WithName("reportPeerGroup").WithSummary("Report who lives at a placement, in counts without names; the latest report is in force")
        .WithDescription("Rankings from then on look at gang ties, severe self-harm and ages among the residents. Replays of earlier ones do not. gangTies and severeSelfHarm are no more than residents.")
        .Accepts<PeerGroupReportShape>(Json).Produces(StatusCodes.Status204NoContent).Fails(400, 404, 413, 415, 503);

    public static void DescribePeerGroup(this RouteHandlerBuilder route) => route
        .WithName("getPeerGroup").WithSummary("Who lives at a placement, as last reported").Produces<PeerGroupShape>().Fails(404);

    public static void DescribeVerification(this RouteHandlerBuilder route) => route
        .WithName("verifyLog").WithSummary("Verify the whole log, entry by entry").Produces<VerificationAnswer>().Fails();

    public static void DescribeIssueKey(this RouteHandlerBuilder route) => route
        .WithName("issueKey").WithSummary("Make a key for a new caller; it is shown this once")
        .WithDescription("An administrator may give any role. Who made the key is recorded.")
        .Accepts<KeyRequestShape>(Json).Produces<IssuedKeyAnswer>(StatusCodes.Status201Created).Fails(400, 409, 413, 415, 503);

    public static void DescribeListKeys(this RouteHandlerBuilder route) => route
        .WithName("listKeys").WithSummary("Every key the service keeps, without its secret").Produces<KeysAnswer>().Fails();

    public static void DescribeRevokeKey(this RouteHandlerBuilder route) => route
        .WithName("revokeKey").WithSummary("End a key at once").Produces(StatusCodes.Status204NoContent).Fails(404, 503);

    public static void DescribeRotateKey(this RouteHandlerBuilder route) => route
        .WithName("rotateKey").WithSummary("Make another key for the same caller; the old one expires after the overlap")
        .Accepts<KeyRotationShape>(Json).Produces<IssuedKeyAnswer>(StatusCodes.Status201Created).Fails(400, 404, 409, 413, 415, 503);
    public static void DescribeCheckpoint(this RouteHandlerBuilder route) => route
        .WithName("getCheckpoint").WithSummary("A signed checkpoint of the log as it is now")
        .WithDescription("A signed note (C2SP tlog-checkpoint): origin, number of entries, Merkle root, chain hash of the last entry, time. Keep it elsewhere: it shows any later change.")
        .Produces<string>(contentType: "text/plain").Fails(400, 409);

    public static void DescribePublicKey(this RouteHandlerBuilder route) => route
        .WithName("getPublicKey").WithSummary("The key that checkpoints are checked with, as PEM")
        .Produces<string>(contentType: "application/x-pem-file").Fails(400, 409);

    public static void DescribeInclusion(this RouteHandlerBuilder route) => route
        .WithName("proveInclusion").WithSummary("Prove that an entry is in the log of some size")
        .WithDescription("Merkle inclusion proof (RFC 9162, 2.1.3); the leaf's data is the entry's chain hash, its index the entry's number less one.")
        .WithMetadata(new DescribedParameter("size", InHeader: false, "The number of entries, such as a checkpoint's; default all there are.", IsNumber: true))
        .Produces<InclusionProof>().Fails(400, 409);

    public static void DescribeConsistency(this RouteHandlerBuilder route) => route
        .WithName("proveConsistency").WithSummary("Prove that the log of one size is the beginning of that of another")
        .WithDescription("Merkle consistency proof (RFC 9162, 2.1.4).")
        .WithMetadata(
            new DescribedParameter("from", InHeader: false, "The earlier number of entries; required.", IsNumber: true),
            new DescribedParameter("to", InHeader: false, "The later number of entries; default all there are.", IsNumber: true))
        .Produces<ConsistencyProof>().Fails(400, 409);

    public static void DescribeLive(this RouteHandlerBuilder route) => route
        .WithName("live").WithSummary("Does the process run?").Produces<LiveAnswer>().RefusesWhatIsTooLarge();

    public static void DescribeReady(this RouteHandlerBuilder route) => route
        .WithName("ready").WithSummary("Can the service rank and record?")
        .WithDescription("When it cannot, 503 names every reason in reasons, each with code and text.")
        .Produces<ReadyAnswer>().Produces<NotReadyShape>(StatusCodes.Status503ServiceUnavailable, ProblemJson)
        .RefusesWhatIsTooLarge();

    internal static RouteHandlerBuilder Fails(this RouteHandlerBuilder route, params int[] statuses) =>
        route.FailsWith([.. statuses, 401, 403, 429]).RefusesWhatIsTooLarge();

    // RequestSize looks at every request, before anybody is asked who is calling.
    private static RouteHandlerBuilder RefusesWhatIsTooLarge(this RouteHandlerBuilder route) => route.FailsWith(414, 431);

    private static RouteHandlerBuilder FailsWith(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
            route.Produces<ProblemShape>(status, ProblemJson);
        return route;
    }
}

/// <summary>A query parameter or header of a call.</summary>
internal sealed record DescribedParameter(string Name, bool InHeader, string Description, bool IsNumber = false)
{
    /// <summary>The words it may be; null = any.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Whether the call needs it.</summary>
    public bool IsRequired { get; init; }
}

/// <summary>Media types an answer is given in beside its JSON.</summary>
internal sealed record OtherForms(IReadOnlyList<string> MediaTypes);

/// <summary>Marks the call that the example cases are requests to.</summary>
internal sealed record WorkedExamples;
