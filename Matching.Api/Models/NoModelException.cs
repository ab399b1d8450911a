using Matching.Api.Http;

namespace Matching.Api.Models;

/// <summary>A ranking with a model was asked for, and none may be used.</summary>
public sealed class NoModelException()
    : RequestRefusedException(
        new ProblemAnswer(
            StatusCodes.Status409Conflict,
            "No model may be used.",
            "No model is promoted, or its use is switched off; ask for mode rules."
        )
    );
