using System.Globalization;
using Matching.Api.Http;
using Matching.Api.Security;
using Matching.Api.Transparency;
using Matching.Engine.Parsing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace Matching.Api.Audit;

/// <summary>Signed checkpoints of the log, and proofs against them, over HTTP.</summary>
public static class TransparencyApi
{
    private const string PlainText = "text/plain; charset=utf-8",
        Pem = "application/x-pem-file";
    private const string KeyUnusable = "The key of the checkpoints cannot be used; the service's own log says why.";

    /// <summary>The routes.</summary>
    public static void MapTransparency(this IEndpointRouteBuilder app)
    {
        var audit = app.MapApi("/v1/audit", "Audit");
        audit.MapGet("/checkpoint", CheckpointAsync).ForRoles(Role.Auditor, Role.Administrator).DescribeCheckpoint();
        audit.MapGet("/public-key", PublicKeyAsync).ForRoles(Enum.GetValues<Role>()).DescribePublicKey();
        audit.MapGet("/inclusion-proofs/{sequence}", Inclusion).ForRoles(Role.Auditor, Role.Administrator).DescribeInclusion();
        audit.MapGet("/consistency-proofs", Consistency).ForRoles(Role.Auditor, Role.Administrator).DescribeConsistency();
    }

    private static async Task<IResult> CheckpointAsync(CheckpointIssuer issuer, CancellationToken cancellation)
    {
        try
        {
            return TypedResults.Text((await issuer.MakeAsync(cancellation)).ToString(), PlainText);
        }
        catch (CheckpointRefusedException unsound)
        {
            return Unsound(unsound.State.Status == CheckpointStatus.KeyUnusable ? KeyUnusable : unsound.Message);
        }
    }

    private static async Task<IResult> PublicKeyAsync(CheckpointIssuer issuer, CancellationToken cancellation)
    {
        try
        {
            return TypedResults.Text(await issuer.PublicKeyAsync(cancellation), Pem);
        }
        catch (CheckpointKeyException)
        {
            return Unsound(KeyUnusable);
        }
    }

    private static Results<Ok<InclusionProof>, ProblemAnswer> Inclusion(HttpContext context, string sequence, LogTree tree)
    {
        try
        {
            var head = tree.Head();
            var problems = context.Problems();
            var size = ReadNumber("size", context.Request.Query["size"], head.Size, problems) ?? head.Size;
            var number = ReadNumber("sequence", sequence, size, problems);
            return problems.None ? TypedResults.Ok(tree.Inclusion(number!.Value, size)) : ProblemAnswer.BadInput(problems);
        }
        catch (LogChangedException changed)
        {
            return Unsound(changed.Message);
        }
    }

    private static Results<Ok<ConsistencyProof>, ProblemAnswer> Consistency(HttpContext context, LogTree tree)
    {
        try
        {
            var head = tree.Head();
            var problems = context.Problems();
            var to = ReadNumber("to", context.Request.Query["to"], head.Size, problems) ?? head.Size;
            var from = ReadNumber("from", context.Request.Query["from"], to, problems);
            if (problems.None && from is null)
                problems.Add("from", "is required");
            return problems.None ? TypedResults.Ok(tree.Consistency(from!.Value, to)) : ProblemAnswer.BadInput(problems);
        }
        catch (LogChangedException changed)
        {
            return Unsound(changed.Message);
        }
    }

    private static ProblemAnswer Unsound(string what) =>
        new(StatusCodes.Status409Conflict, "The log is not what it was, or cannot be signed.", what);

    private static long? ReadNumber(string name, StringValues values, long most, Problems problems)
    {
        if (values.Count == 0)
            return null;
        if (
            values is [{ } text]
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1
            && number <= most
        )
            return number;
        problems.Add(name, most == 0 ? "names nothing: the log is empty" : $"must be a whole number from 1 to {most}");
        return null;
    }
}
