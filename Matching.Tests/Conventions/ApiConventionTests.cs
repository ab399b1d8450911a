using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Matching.Api.Hosting;
using NUnit.Framework;

namespace Matching.Tests.Conventions;

/// <summary>The rooms of the service and what may use what, measured on the compiled types.</summary>
public sealed class ApiConventionTests
{
    private const string Root = "Matching.Api";

    /// <summary>Each floor with its rooms, from the lowest; a room uses only rooms on lower floors.</summary>
    private static readonly string[][] Floors =
    [
        ["Settings", "Http.Faults"],
        ["Telemetry"],
        ["Storage"],
        ["Storage.Backups", "Http"],
        ["ReferenceData"],
        ["Security"],
        ["Security.Tokens", "Health", "Codes"],
        ["Cases"],
        ["Placements", "Transparency"],
        ["Models"],
        ["Rankings"],
        ["Stays", "Profiles", "Letters", "WhatIfs", "Audit", "Vignettes"],
        ["Searches"],
        ["Caseload"],
        ["Exports"],
        ["Training"],
        ["Effects"],
        ["OpenApi"],
        ["Hosting"],
        ["Commands.Verbs"],
        ["Commands.Models", "Commands.Rank", "Commands.Evaluate", "Commands.Simulate", "Commands.Bench"],
        ["Commands"],
    ];

    private static readonly Lazy<IReadOnlyList<(string Room, string Type, string UsedRoom, string UsedType)>> Uses = new(ReadUses);

    [Test]
    public void A_room_uses_only_rooms_on_lower_floors()
    {
        var floorOf = Floors.SelectMany((rooms, floor) => rooms.Select(room => (room, floor))).ToDictionary(StringComparer.Ordinal);

        Assert.That(
            Uses.Value.Where(use =>
                    !floorOf.TryGetValue(use.Room, out var floor) || !floorOf.TryGetValue(use.UsedRoom, out var used) || floor <= used
                )
                .Select(use => $"{use.Room}.{use.Type} uses {use.UsedRoom}.{use.UsedType}")
                .Distinct(),
            Is.Empty
        );
    }

    [Test]
    public void Every_room_uses_another_or_is_used()
    {
        // Guards the reading of the assembly: were types or their uses not seen, the rule above would hold of nothing.
        Assert.That(
            Uses.Value.SelectMany(use => new[] { use.Room, use.UsedRoom }).Distinct(),
            Is.EquivalentTo(Floors.SelectMany(rooms => rooms))
        );
    }

    private static IReadOnlyList<(string, string, string, string)> ReadUses()
    {
        var architecture = new ArchLoader().LoadAssembly(typeof(MatchingApplication).Assembly).Build();
        return
        [
            .. architecture
                .Types.Where(type => RoomOf(type) is not null)
                .SelectMany(type =>
                    type.Dependencies.Select(dependency => dependency.Target)
                        .Where(target => RoomOf(target) is { } used && used != RoomOf(type))
                        .Select(target => (RoomOf(type)!, type.Name, RoomOf(target)!, target.Name))
                )
                .Distinct(),
        ];
    }

    /// <summary>The room of a type; null when it is none of the service's.</summary>
    private static string? RoomOf(IType type)
    {
        var space = type is GenericParameter ? "" : type.Namespace?.FullName ?? "";
        return space.StartsWith(Root + ".", StringComparison.Ordinal) ? space[(Root.Length + 1)..] : null;
    }
}
