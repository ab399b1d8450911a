namespace Matching.Api.Transparency;

/// <summary>How the log stands to its checkpoints.</summary>
/// <param name="Status">In a word.</param>
/// <param name="Text">In a sentence, with the sizes; nothing personal.</param>
/// <param name="LastSize">The size of the last checkpoint known to be in the folder; null when none is.</param>
public sealed record CheckpointState(CheckpointStatus Status, string Text, long? LastSize)
{
    /// <summary>Whether nothing speaks against the log; a folder or key that fails says nothing about it.</summary>
    public bool Fits => Status is CheckpointStatus.Ok or CheckpointStatus.FolderUnwritable or CheckpointStatus.KeyUnusable;
}

/// <summary>How the log stands to its checkpoints, in a word.</summary>
public enum CheckpointStatus
{
    /// <summary>The log fits the last checkpoint, or there is none yet.</summary>
    Ok,

    /// <summary>Entries that a checkpoint covers are gone. Nothing is signed.</summary>
    LogShorterThanCheckpoint,

    /// <summary>Entries that a checkpoint covers are others. Nothing is signed.</summary>
    LogDiffersFromCheckpoint,

    /// <summary>The newest checkpoint in the folder is not this log's, or was changed. Nothing is signed.</summary>
    CheckpointNotAuthentic,

    /// <summary>The folder of checkpoints cannot be read or written.</summary>
    FolderUnwritable,

    /// <summary>The signing key cannot be used.</summary>
    KeyUnusable,
}
