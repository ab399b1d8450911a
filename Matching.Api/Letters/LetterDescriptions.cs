using Matching.Api.Http;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Letters;

/// <summary>What the OpenAPI document says of the calls about letters.</summary>
internal static class LetterDescriptions
{
    public static void DescribeExplain(this RouteHandlerBuilder route) =>
        route
            .WithName("explainRanking")
            .WithSummary("A letter about a recorded ranking: to those who decide, the parents, the child, the duty team or the place")
            .WithDescription(
                "text/plain, text/html or application/json by Accept; plain text unless another is preferred, 406 when none is "
                    + "accepted. A letter to the child is written for its age on the day of the ranking. No letter tells of other "
                    + "children or another reader's wishes; of conflicts only the place is told, and only of those that concern it; only "
                    + "the draft to those who decide tells points. place is a handover to the place that is proposed, always a draft "
                    + "while decisions are not recorded; what the request says under handover is in it alone. checks, in JSON only, "
                    + "says what the sender has to check first. The reading is recorded before it is answered."
            )
            .WithMetadata(
                new DescribedParameter("audience", InHeader: false, "Whom the letter is to.")
                {
                    Words = Terms<Audience>.AllTexts,
                    IsRequired = true,
                },
                new DescribedParameter("lang", InHeader: false, "The language; Accept-Language decides when it is left out.")
                {
                    Words = Terms<Engine.Localization.Language>.AllTexts,
                },
                new DescribedParameter(
                    "placementId",
                    InHeader: false,
                    "The placement that is proposed, or handed over to: one of those possible in the ranking; the first when left out."
                ),
                new DescribedParameter(
                    "diagnoses",
                    InHeader: false,
                    "Whether diagnoses are named; omit unless said otherwise. Never in a letter to the child."
                )
                {
                    Words = Terms<Naming>.AllTexts,
                },
                Purpose
            )
            .WithMetadata(LetterFormats.Described)
            .Fails(400, 404, 406, 410, 503);
}
