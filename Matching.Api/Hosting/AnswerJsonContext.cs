using System.Text.Json;
using System.Text.Json.Serialization;
using Matching.Api.Audit;
using Matching.Api.Caseload;
using Matching.Api.Cases;
using Matching.Api.Codes;
using Matching.Api.Effects;
using Matching.Api.Health;
using Matching.Api.Models;
using Matching.Api.Placements;
using Matching.Api.Profiles;
using Matching.Api.Rankings;
using Matching.Api.Searches;
using Matching.Api.Security;
using Matching.Api.Stays;
using Matching.Api.Training;
using Matching.Api.Transparency;
using Matching.Api.WhatIfs;

namespace Matching.Api.Hosting;

/// <summary>How the answers that the OpenAPI document shows are written, generated with the build.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CaseOverview))]
[JsonSerializable(typeof(AccessLogAnswer))]
[JsonSerializable(typeof(Erased))]
[JsonSerializable(typeof(DueAnswer))]
[JsonSerializable(typeof(StayAnswer))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(SearchesAnswer))]
[JsonSerializable(typeof(OfferAnswer))]
[JsonSerializable(typeof(CodeListsAnswer))]
[JsonSerializable(typeof(CodeListAnswer))]
[JsonSerializable(typeof(CaseListAnswer))]
[JsonSerializable(typeof(ClosingAnswer))]
[JsonSerializable(typeof(ExternalIdsAnswer))]
[JsonSerializable(typeof(ProfileVersionsAnswer))]
[JsonSerializable(typeof(WhatIfList))]
[JsonSerializable(typeof(ReplayResult))]
[JsonSerializable(typeof(PeerGroupShape))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(PromotionAnswer))]
[JsonSerializable(typeof(RollbackAnswer))]
[JsonSerializable(typeof(TrainingRun))]
[JsonSerializable(typeof(KeysAnswer))]
[JsonSerializable(typeof(IssuedKeyAnswer))]
[JsonSerializable(typeof(VerificationAnswer))]
[JsonSerializable(typeof(InclusionProof))]
[JsonSerializable(typeof(ConsistencyProof))]
[JsonSerializable(typeof(SelectionAnswer))]
[JsonSerializable(typeof(LiveAnswer))]
[JsonSerializable(typeof(ReadyAnswer))]
internal sealed partial class AnswerJsonContext : JsonSerializerContext;
