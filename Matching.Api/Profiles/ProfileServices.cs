using Matching.Api.Cases;
using Matching.Api.Storage;

namespace Matching.Api.Profiles;

/// <summary>What living profiles need of the service.</summary>
internal static class ProfileServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddProfiles(this IServiceCollection services) =>
        services
            .AddSingleton<ProfileHandler>()
            .AddAccessLogLine(
                LogKinds.CaseProfile,
                (entry, payload) => Access.Of(entry, AccessAction.ProfileRecorded, null, ProfileJson.Read(payload).Purpose)
            );
}
