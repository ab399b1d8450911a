namespace Matching.Api.Storage.Backups;

/// <summary>Nothing was backed up or restored; the message says why in plain words.</summary>
/// <param name="message">Why.</param>
/// <param name="isTampered">Whether content is not what was recorded, rather than a folder not being usable.</param>
public sealed class BackupRefusedException(string message, bool isTampered = false) : Exception(message)
{
    public bool IsTampered => isTampered;
}
