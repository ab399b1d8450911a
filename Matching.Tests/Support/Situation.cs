using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;

namespace Matching.Tests.Support;

/// <summary>A generated child and generated places, to hold a property against.</summary>
/// <param name="Seed">For what a property draws besides.</param>
public sealed record Situation(ChildProfile Child, IReadOnlyList<Place> Places, int Seed)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly Dictionary<string, Availability> NoneKnown = [];

    // Reading a catalogue costs as much as an answer, and a property asks several of the same places.
    private static readonly ConditionalWeakTable<IReadOnlyList<Place>, ReadCatalogue> Read = [];

    /// <summary>Who lives at the places that have reported, by id.</summary>
    public IReadOnlyDictionary<string, PeerGroup> PeerGroups { get; init; } = new Dictionary<string, PeerGroup>();

    /// <summary>The services of the catalogue.</summary>
    public IReadOnlyList<Service> Services { get; init; } = [];

    /// <summary>The model that is used; null for rules only.</summary>
    public FittedModel? Model { get; init; }

    public Catalogue Catalogue
    {
        get
        {
            if (Read.TryGetValue(Places, out var read) && ReferenceEquals(read.Services, Services))
                return read.Catalogue;
            var catalogue = A.Catalogue(Places, Services);
            Read.AddOrUpdate(Places, new ReadCatalogue(Services, catalogue));
            return catalogue;
        }
    }

    public ReferenceDataSet ReferenceDataSet => TestReferenceData.With(Catalogue) with { PeerGroups = PeerGroups, Model = Model };

    public CaseRanking Rank() => Matcher.Rank(Child, ReferenceDataSet, TestReferenceData.Day);

    public Answer Ask() => CaseInquiry.Ask(Child, ReferenceDataSet, NoneKnown, TestReferenceData.Day);

    /// <summary>The score of every ranked place.</summary>
    public Dictionary<string, int> Scores() => ScoresOf(Rank());

    /// <summary>The ranked places, best first.</summary>
    public List<string> Order() => OrderOf(Rank());

    public static Dictionary<string, int> ScoresOf(CaseRanking ranking) =>
        ranking.Places.ToDictionary(place => ranking.EligibilityAssessment.Catalogue.Placements[place.Placement].Id, place => place.Score);

    public static List<string> OrderOf(CaseRanking ranking) =>
        [.. ranking.Places.Select(place => ranking.EligibilityAssessment.Catalogue.Placements[place.Placement].Id)];

    public override string ToString() =>
        $"child {JsonSerializer.Serialize(Child, Readable)}\nplaces [{string.Join(",\n", Places)}]\nservices "
        + $"[{string.Join(",\n", Services)}]\nresidents [{string.Join(",\n", PeerGroups)}]\nseed {Seed}";

    private sealed record ReadCatalogue(IReadOnlyList<Service> Services, Catalogue Catalogue);
}
