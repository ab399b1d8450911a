namespace Matching.Api.Storage;

/// <summary>The folder with the database and the keys. Opening it takes a lock that ends with the process, however it ends.</summary>
public sealed class DataDirectory : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public const string LockFile = "matching.lock";

    readonly FileStream? heldLock;
    readonly string? masterKeyFile;

    DataDirectory(string folder, FileStream? heldLock, string? masterKeyFile = null, string? masterKeyText = null)
    {
        Folder = folder;
        this.heldLock = heldLock;
        this.masterKeyFile = masterKeyFile;
        MasterKeyText = masterKeyText;
    }

    public string Folder { get; }

    public string Database => Path.Combine(Folder, "matching.db");

    /// <summary>The file of the master key: here, or where the configuration says.</summary>
    public string MasterKey => masterKeyFile ?? OwnMasterKey;

    string OwnMasterKey => Path.Combine(Folder, "master.key");

    /// <summary>Whether the key in use is a file of this folder.</summary>
    public bool KeyLiesInside => MasterKeyText is null && Path.GetDirectoryName(MasterKey) == Path.TrimEndingDirectorySeparator(Folder);

    /// <summary>Whether a key is in this folder, in use or not.</summary>
    public bool HoldsKey => File.Exists(OwnMasterKey) || (KeyLiesInside && File.Exists(MasterKey));

    /// <summary>The master key itself, when the configuration gives it; else null.</summary>
    public string? MasterKeyText { get; }

    /// <summary>Whether a missing key may be made: only where none is configured.</summary>
    public bool MayMakeMasterKey => masterKeyFile is null && MasterKeyText is null;

    /// <summary>The public key of the checkpoints, which a backup takes along: whoever restores it has it at hand.</summary>
    public string CheckpointPublicKey => Path.Combine(Folder, "checkpoint.pub.pem");

    public string DevelopmentKey => Path.Combine(Folder, "development.key");

    /// <summary>Opens the folder to write, creating it at first use.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process, or another part of this one, holds it.</exception>
    public static DataDirectory Open(string path, StorageOptions? options = null)
    {
        var folder = Path.GetFullPath(path);
        CreatePrivate(folder);
        return new(folder, TakeLock(folder), options?.MasterKeyFile, options?.MasterKey);
    }

    /// <summary>The same folder without the lock: to read beside the process that writes.</summary>
    public static DataDirectory OpenToRead(string path, StorageOptions? options = null) =>
        new(Path.GetFullPath(path), heldLock: null, options?.MasterKeyFile, options?.MasterKey);

    /// <summary>The same folder, without the lock, with its key in another file.</summary>
    internal DataDirectory WithMasterKey(string file) => new(Folder, heldLock: null, file);

    public void Dispose() => heldLock?.Dispose();

    static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
    }

    // FileShare.None is an flock on Unix: it belongs to the open file, so the system lets go of it when the process is killed.
    static FileStream TakeLock(string folder)
    {
        try
        {
            return new(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (IsSharingViolation(taken))
        {
            throw new DataDirectoryInUseException(folder, taken);
        }
    }

    static bool IsSharingViolation(IOException exception)
    {
        const int linuxWouldBlock = 11,
            macWouldBlock = 35,
            windowsSharingViolation = unchecked((int)0x80070020);
        return exception.HResult is linuxWouldBlock or macWouldBlock or windowsSharingViolation;
    }
}
