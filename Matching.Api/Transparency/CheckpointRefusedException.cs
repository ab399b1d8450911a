namespace Matching.Api.Transparency;

/// <summary>No checkpoint is signed, because the log does not fit what was signed before.</summary>
public sealed class CheckpointRefusedException(CheckpointState state) : Exception(state.Text)
{
    /// <summary>Why.</summary>
    public CheckpointState State => state;
}
