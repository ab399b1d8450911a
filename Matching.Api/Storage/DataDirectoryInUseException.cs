namespace Matching.Api.Storage;

public sealed class DataDirectoryInUseException(string folder, Exception inner)
    : Exception($"The data directory '{folder}' is in use by another process. One process at a time may hold it.", inner);
