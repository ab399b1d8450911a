namespace Matching.Api.Storage;

/// <summary>A payload cannot be decrypted: the case was erased, or the bytes are not those that were sealed.</summary>
public sealed class PayloadUnreadableException(string entryId, bool keyIsMissing, Exception? inner = null)
    : Exception(
        keyIsMissing
            ? $"The payload of entry '{entryId}' cannot be read: its key is gone."
            : $"The payload of entry '{entryId}' does not match its seal.",
        inner
    )
{
    /// <summary>True after erasure; false when the payload or its key was tampered with.</summary>
    public bool KeyIsMissing { get; } = keyIsMissing;
}
