using System.Reflection;
using Matching.Api.Hosting;
using Matching.Tests.Api.Support;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>
/// Answers are written by code that is generated with the build: no type of an answer is looked at while the service runs.
/// </summary>
public sealed class AnswerJsonContextTests
{
    private static readonly Type[] Writers = [typeof(Ok<>), typeof(Created<>), typeof(Accepted<>), typeof(JsonHttpResult<>)];

    [Test]
    public async Task Every_answer_of_a_route_is_known_to_the_generated_writer()
    {
        await using var service = await LiveService.StartAsync();
        var answers = service
            .App.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<MethodInfo>()?.ReturnType)
            .OfType<Type>()
            .SelectMany(AnswersIn)
            .Distinct()
            .ToList();

        Assert.That(answers, Has.Count.GreaterThan(10), "The routes say what they answer.");
        Assert.That(answers.Where(answer => AnswerJsonContext.Default.GetTypeInfo(answer) is null), Is.Empty);
    }

    private static IEnumerable<Type> AnswersIn(Type type) =>
        !type.IsGenericType ? []
        : Writers.Contains(type.GetGenericTypeDefinition()) ? [type.GetGenericArguments()[0]]
        : type.GetGenericArguments().SelectMany(AnswersIn);
}
