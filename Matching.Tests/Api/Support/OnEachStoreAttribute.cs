using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace Matching.Tests.Api.Support;

/// <summary>The stores the service runs on.</summary>
public enum StoreKind
{
    Sqlite,
    Postgres,
}

/// <summary>
/// Runs a fixture once on the embedded database and once on PostgreSQL: <see cref="LiveService"/> takes the store that the running fixture
/// is for.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
sealed class OnEachStoreAttribute(params object[] arguments) : NUnitAttribute, IFixtureBuilder2
{
    const string Property = "Store";

    readonly NUnitTestFixtureBuilder builder = new();

    /// <summary>The store of the running fixture; the embedded one where nothing is said.</summary>
    public static StoreKind Current
    {
        get
        {
            for (ITest? test = TestExecutionContext.CurrentContext.CurrentTest; test is not null; test = test.Parent)
            {
                if (test.Properties.Get(Property) is string name)
                    return Enum.Parse<StoreKind>(name);
            }
            return StoreKind.Sqlite;
        }
    }

    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo) => BuildFrom(typeInfo, Everything.Filter);

    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo, IPreFilter filter)
    {
        foreach (var store in Enum.GetValues<StoreKind>())
        {
            var data = new TestFixtureData(arguments);
            data.Properties.Set(Property, store.ToString());
            data.Properties.Add(PropertyNames.Category, store.ToString());
            var fixture = builder.BuildFrom(typeInfo, filter, data);
            // A fixture that runs alone runs alone on each store too, also beside itself.
            if (typeInfo.Type.IsDefined(typeof(NonParallelizableAttribute), inherit: true))
                fixture.Properties.Set(PropertyNames.ParallelScope, ParallelScope.None);
            var former = fixture.FullName;
            var named = string.Join(", ", arguments.Append(store));
            fixture.Name = $"{typeInfo.Type.Name}({named})";
            fixture.FullName = $"{typeInfo.Type.FullName}({named})";
            foreach (var test in All(fixture))
                test.FullName = test.FullName.Replace(former + ".", fixture.FullName + ".", StringComparison.Ordinal);
            yield return fixture;
        }
    }

    static IEnumerable<Test> All(Test test) => test.Tests.Cast<Test>().SelectMany(child => All(child).Prepend(child));

    sealed class Everything : IPreFilter
    {
        public static readonly Everything Filter = new();

        public bool IsMatch(Type type) => true;

        public bool IsMatch(Type type, System.Reflection.MethodInfo method) => true;
    }
}
