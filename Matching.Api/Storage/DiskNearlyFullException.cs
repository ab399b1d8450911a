namespace Matching.Api.Storage;

/// <summary>Nothing was written: the disk is nearly full, and what space there is left is kept for ending in good order.</summary>
public sealed class DiskNearlyFullException() : Exception("The disk that holds the data directory is nearly full.");
