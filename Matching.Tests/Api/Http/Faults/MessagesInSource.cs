using System.Globalization;
using Matching.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Matching.Tests.Api.Http.Faults;

/// <summary>A message as the source gives it, <c>{0}</c>, <c>{1}</c> … for the values in it.</summary>
sealed record SourceMessage(string Template, string Where);

/// <summary>
/// Every message that the source gives to a parameter through which faults and problems are told, followed back through constants, choices,
/// local variables, parameters and what methods return.
/// </summary>
sealed class MessagesInSource
{
    // Through which a message reaches a reader: the type, its method and the parameter.
    static readonly HashSet<(string Type, string Method, string Parameter)> Told =
    [
        ("Problems", "Add", "message"),
        ("CsvFault", ".ctor", "Text"),
        ("ProblemAnswer", ".ctor", "Title"),
        ("ProblemAnswer", ".ctor", "Detail"),
        ("FaultTexts", "In", "english"),
    ];

    readonly CSharpCompilation compilation;
    readonly Func<string, bool> isForCallers;
    readonly HashSet<ISymbol> told = new(SymbolEqualityComparer.Default);
    readonly HashSet<ISymbol> followed = new(SymbolEqualityComparer.Default);
    readonly HashSet<SourceMessage> messages = [];
    readonly HashSet<string> lost = [];
    readonly HashSet<ArgumentSyntax> looked = [];
    readonly Queue<string> awaited = [];
    readonly Dictionary<SyntaxTree, SemanticModel> models = [];
    readonly ILookup<string, (SyntaxNode Call, ArgumentListSyntax List)> calls;

    MessagesInSource(CSharpCompilation compilation, Func<string, bool> isForCallers)
    {
        (this.compilation, this.isForCallers) = (compilation, isForCallers);
        calls = compilation
            .SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes())
            .Select(CallOf)
            .Where(call => call is { Name: not null, List: not null })
            .ToLookup(call => call.Name!, call => (call.Call, call.List!));
    }

    /// <summary>The messages.</summary>
    public IReadOnlyCollection<SourceMessage> Messages => messages;

    /// <summary>What is told and could not be followed to its words.</summary>
    public IReadOnlyCollection<string> Lost => lost;

    /// <summary>Looks for them.</summary>
    /// <param name="projects">The folders of the projects.</param>
    /// <param name="isForCallers">Whether what a file tells is told to callers, by the file's path in the repository.</param>
    public static MessagesInSource Of(IEnumerable<string> projects, Func<string, bool> isForCallers)
    {
        var trees = projects
            .SelectMany(RepositoryFiles.Sources)
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: Path.GetRelativePath(RepositoryFiles.Root, file)))
            .Append(
                CSharpSyntaxTree.ParseText(
                    string.Concat(
                        new[]
                        {
                            "System",
                            "System.Collections.Generic",
                            "System.IO",
                            "System.Linq",
                            "System.Threading",
                            "System.Threading.Tasks",
                            "Microsoft.AspNetCore.Builder",
                            "Microsoft.AspNetCore.Http",
                            "Microsoft.AspNetCore.Routing",
                            "Microsoft.Extensions.Configuration",
                            "Microsoft.Extensions.DependencyInjection",
                            "Microsoft.Extensions.Hosting",
                            "Microsoft.Extensions.Logging",
                        }.Select(name => $"global using global::{name};\n")
                    ),
                    path: "usings"
                )
            );
        var libraries = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Matching.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var found = new MessagesInSource(
            CSharpCompilation.Create("source", trees, libraries, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)),
            isForCallers
        );
        found.Look();
        return found;
    }

    void Look()
    {
        foreach (var (type, method, _) in Told)
            Await(type, method);
        while (awaited.TryDequeue(out var name))
        {
            foreach (var (call, list) in calls[name])
            {
                if (isForCallers(call.SyntaxTree.FilePath))
                    Look(call, list);
            }
        }
    }

    /// <summary>
    /// Has the calls of a method or constructor looked at, again if they were before: more of its parameters may be told.
    /// </summary>
    void Await(string type, string method)
    {
        if (method != ".ctor")
        {
            awaited.Enqueue(method);
            return;
        }
        awaited.Enqueue(type);
        awaited.Enqueue("");
    }

    void Look(SyntaxNode call, ArgumentListSyntax list)
    {
        var model = ModelOf(call);
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol called)
            return;
        // What is written before the point is the first parameter of an extension.
        var (method, before) = called.ReducedFrom is { } extension ? (extension, 1) : (called, 0);
        for (var i = 0; i < list.Arguments.Count; i++)
        {
            var argument = list.Arguments[i];
            var parameter = argument.NameColon is { } name
                ? method.Parameters.FirstOrDefault(one => one.Name == name.Name.Identifier.Text)
                : method.Parameters.ElementAtOrDefault(Math.Min(i + before, method.Parameters.Length - 1));
            if (parameter is not null && IsTold(parameter) && looked.Add(argument))
                Follow(argument.Expression, model);
        }
    }

    bool IsTold(IParameterSymbol parameter)
    {
        var original = parameter.OriginalDefinition;
        return told.Contains(original)
            || Told.Contains((original.ContainingType?.Name ?? "", original.ContainingSymbol.Name, original.Name));
    }

    void Tell(IParameterSymbol parameter)
    {
        if (told.Add(parameter))
            Await(parameter.ContainingType.Name, parameter.ContainingSymbol.Name);
    }

    SemanticModel ModelOf(SyntaxNode node)
    {
        if (!models.TryGetValue(node.SyntaxTree, out var model))
            models[node.SyntaxTree] = model = compilation.GetSemanticModel(node.SyntaxTree);
        return model;
    }

    /// <summary>A call or construction by the name it is written with, none where the type is not written.</summary>
    static (string? Name, SyntaxNode Call, ArgumentListSyntax? List) CallOf(SyntaxNode node) =>
        node switch
        {
            InvocationExpressionSyntax call => (NameOf(call.Expression), call, call.ArgumentList),
            ObjectCreationExpressionSyntax made => (NameOf(made.Type), made, made.ArgumentList),
            ImplicitObjectCreationExpressionSyntax made => ("", made, made.ArgumentList),
            PrimaryConstructorBaseTypeSyntax made => (NameOf(made.Type), made, made.ArgumentList),
            ConstructorInitializerSyntax made => ("", made, made.ArgumentList),
            _ => (null, node, null),
        };

    static string? NameOf(SyntaxNode expression) =>
        expression switch
        {
            SimpleNameSyntax name => name.Identifier.Text,
            MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
            MemberBindingExpressionSyntax access => access.Name.Identifier.Text,
            QualifiedNameSyntax name => name.Right.Identifier.Text,
            _ => null,
        };

    void Follow(ExpressionSyntax expression, SemanticModel model)
    {
        var lines = expression.GetLocation().GetLineSpan();
        var where = string.Create(CultureInfo.InvariantCulture, $"{lines.Path}:{lines.StartLinePosition.Line + 1}");
        if (TemplatesOf(expression, model) is { } templates)
        {
            foreach (var template in templates)
                messages.Add(new SourceMessage(Numbered(template), where));
            return;
        }
        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                Follow(inner.Expression, model);
                return;
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure:
                Follow(sure.Operand, model);
                return;
            case ConditionalExpressionSyntax choice:
                Follow(choice.WhenTrue, model);
                Follow(choice.WhenFalse, model);
                return;
            case SwitchExpressionSyntax choice:
                foreach (var arm in choice.Arms)
                    Follow(arm.Expression, model);
                return;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice:
                Follow(choice.Left, model);
                Follow(choice.Right, model);
                return;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression }:
            case ThrowExpressionSyntax:
                return;
        }
        if (model.GetSymbolInfo(expression).Symbol is not { } symbol || !Follow(symbol, expression, model))
            lost.Add($"{where}: {expression}");
    }

    /// <summary>Follows what is named instead of said; false when that leads nowhere.</summary>
    bool Follow(ISymbol symbol, ExpressionSyntax expression, SemanticModel model)
    {
        // string.Create(culture, $"…")
        if (symbol is IMethodSymbol { Name: "Create", ContainingType.SpecialType: SpecialType.System_String })
        {
            Follow(((InvocationExpressionSyntax)expression).ArgumentList.Arguments[^1].Expression, model);
            return true;
        }
        // The message of an exception is what it is made with.
        if (
            symbol is IPropertySymbol { Name: "Message", ContainingType.Name: "Exception" }
            && expression is MemberAccessExpressionSyntax access
            && model.GetTypeInfo(access.Expression).Type is { DeclaringSyntaxReferences: [var made, ..] }
            && made.GetSyntax()
                is TypeDeclarationSyntax
                {
                    BaseList.Types: [PrimaryConstructorBaseTypeSyntax { ArgumentList.Arguments: [var said, ..] }, ..]
                }
        )
        {
            Follow(said.Expression, ModelOf(said));
            return true;
        }
        symbol = symbol.OriginalDefinition;
        if (symbol is IParameterSymbol parameter)
        {
            Tell(parameter);
            return true;
        }
        if (symbol.DeclaringSyntaxReferences.Length == 0)
            return false;
        if (!followed.Add(symbol))
            return true;
        var isFollowed = false;
        foreach (var declared in symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()))
        {
            var inside = ModelOf(declared);
            switch (declared)
            {
                // A property of a record is a parameter of its constructor.
                case ParameterSyntax positional:
                    Tell(inside.GetDeclaredSymbol(positional)!);
                    isFollowed = true;
                    break;
                case SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax filled } }:
                    isFollowed = FollowInto(filled);
                    if (filled.FirstAncestorOrSelf<BlockSyntax>() is { } around)
                        FollowAssigned(around, symbol.Name);
                    break;
                case SingleVariableDesignationSyntax { Parent: RecursivePatternSyntax { Parent: IsPatternExpressionSyntax tested } }:
                    Follow(tested.Expression, inside);
                    isFollowed = true;
                    break;
                // What was noted before is followed where it was noted.
                case ForEachStatementSyntax:
                    isFollowed = true;
                    break;
                default:
                    foreach (var given in SaidIn(declared))
                    {
                        Follow(given, inside);
                        isFollowed = true;
                    }
                    break;
            }
        }
        return isFollowed;
    }

    /// <summary>Follows what a method puts into an argument for it to fill.</summary>
    bool FollowInto(ArgumentSyntax argument)
    {
        if (
            argument.Parent?.Parent is not InvocationExpressionSyntax call
            || ModelOf(call).GetSymbolInfo(call).Symbol is not IMethodSymbol { DeclaringSyntaxReferences: [var declared] } method
        )
            return false;
        var parameter = method.Parameters[call.ArgumentList.Arguments.IndexOf(argument)].Name;
        var body = declared.GetSyntax();
        if (!followed.Add(method.OriginalDefinition))
            return true;
        FollowAssigned(body, parameter);
        foreach (var passed in body.DescendantNodes().OfType<ArgumentSyntax>())
        {
            if (passed.RefKindKeyword.IsKind(SyntaxKind.OutKeyword) && passed.Expression.ToString() == parameter)
                FollowInto(passed);
        }
        return true;
    }

    void FollowAssigned(SyntaxNode within, string variable)
    {
        foreach (var assigned in within.DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            if (assigned.Left is IdentifierNameSyntax name && name.Identifier.Text == variable)
                Follow(assigned.Right, ModelOf(assigned));
        }
    }

    /// <summary>The expressions that a field, property, variable or method gives.</summary>
    static IEnumerable<ExpressionSyntax> SaidIn(SyntaxNode declared)
    {
        if (declared is VariableDeclaratorSyntax { Initializer.Value: { } value })
            yield return value;
        if (declared is VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Parent: { } block } } variable)
        {
            foreach (var assigned in block.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            {
                if (assigned.Left is IdentifierNameSyntax name && name.Identifier.Text == variable.Identifier.Text)
                    yield return assigned.Right;
            }
        }
        var arrow = declared switch
        {
            MethodDeclarationSyntax method => method.ExpressionBody,
            LocalFunctionStatementSyntax method => method.ExpressionBody,
            PropertyDeclarationSyntax property => property.ExpressionBody,
            _ => null,
        };
        if (arrow is not null)
            yield return arrow.Expression;
        foreach (var given in declared.DescendantNodes().OfType<ReturnStatementSyntax>())
        {
            if (given.Expression is { } expression)
                yield return expression;
        }
    }

    /// <summary>What a text reads, values as nameless places; null when the words are elsewhere.</summary>
    static IReadOnlyList<string>? TemplatesOf(ExpressionSyntax expression, SemanticModel model)
    {
        if (model.GetConstantValue(expression) is { HasValue: true, Value: string constant })
            return [constant];
        if (expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum)
        {
            return TemplatesOf(sum.Left, model) is { } left && TemplatesOf(sum.Right, model) is { } right
                ? [.. left.SelectMany(_ => right, (before, after) => before + after)]
                : null;
        }
        if (expression is not InterpolatedStringExpressionSyntax { Contents: var contents })
            return null;
        IReadOnlyList<string> said = [""];
        foreach (var content in contents)
        {
            var next = content is InterpolationSyntax hole
                ? PlaceOf(hole, model)
                : [((InterpolatedStringTextSyntax)content).TextToken.ValueText];
            said = [.. said.SelectMany(_ => next, (before, after) => before + after)];
        }
        return said;
    }

    /// <summary>A value in a text: its words where they stand in it, else a place.</summary>
    static IReadOnlyList<string> PlaceOf(InterpolationSyntax hole, SemanticModel model)
    {
        // A number may be another one tomorrow.
        if (hole.FormatClause is null && model.GetTypeInfo(hole.Expression).Type?.SpecialType == SpecialType.System_String)
        {
            var expression = hole.Expression is ParenthesizedExpressionSyntax inner ? inner.Expression : hole.Expression;
            if (expression is ConditionalExpressionSyntax choice)
            {
                if (TemplatesOf(choice.WhenTrue, model) is { } yes && TemplatesOf(choice.WhenFalse, model) is { } no)
                    return [.. yes, .. no];
            }
            else if (TemplatesOf(expression, model) is { } words)
            {
                return words;
            }
        }
        return ["\u0001"];
    }

    static string Numbered(string template)
    {
        var parts = template.Split('\u0001');
        return string.Concat(parts.Select((part, index) => index == 0 ? part : $"{{{index - 1}}}{part}"));
    }
}
