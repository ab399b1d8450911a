namespace Matching.Api.Storage;

/// <summary>Sets values that belong to a database for ever: the first one set stays.</summary>
public sealed class SettingStore
{
    readonly GroupCommit writer;
    readonly SettingReader reader;

    internal SettingStore(GroupCommit writer, SettingReader reader)
    {
        this.writer = writer;
        this.reader = reader;
    }

    /// <summary>The value there is, or else this one, durably set.</summary>
    /// <exception cref="LogBusyException">Too many writes wait already.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    public async Task<string> FindOrSetAsync(string name, string value)
    {
        if (reader.Find(name) is { } stored)
            return stored;
        var pending = new PendingSetting(name, value);
        writer.Enqueue(pending);
        return await pending.Outcome;
    }
}
