using System.Runtime.InteropServices;
using System.Text;

namespace Matching.Api.Storage;

/// <summary>Files only their owner may read, whose name and content are on disk before anything relies on them.</summary>
static class PrivateFile
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    const int FlushedAtOnce = 0;

    const int BufferSize = 64 * 1024;

    /// <summary>The file is there whole or not at all, also after a power cut.</summary>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);

        using (var file = OpenNew(unfinished, FlushedAtOnce))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: false);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>A new file to write a lot to.</summary>
    public static FileStream OpenNew(string path, int bufferSize)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = bufferSize,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new(path, options);
    }

    /// <summary>
    /// A file to write and read that goes when it is closed. It has no name from the beginning on, where the system can do that, so that a
    /// process that is killed leaves nothing.
    /// </summary>
    public static FileStream OpenTemporary(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = BufferSize,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        var path = Path.Combine(folder, Path.GetRandomFileName());
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    /// <summary>Copies a file of any size; what is there already is not overwritten.</summary>
    public static void Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var file = OpenNew(to, BufferSize);
        source.CopyTo(file);
        file.Flush(flushToDisk: true);
    }

    public static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;

    public static bool IsWritableByOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherWrite) != 0;

    public static bool IsReadableByEveryone(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0;

    /// <summary>Brings the names in a folder to the disk.</summary>
    // .NET refuses to open a folder, and without its fsync a new name may be lost. Windows keeps names in its own journal.
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;

        const int readOnly = 0;
        var handle = NativeMethods.open(Encoding.UTF8.GetBytes(folder + '\0'), readOnly);
        if (handle < 0)
            throw new IOException($"The folder '{folder}' cannot be opened to flush it (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (NativeMethods.fsync(handle) != 0)
                throw new IOException($"The folder '{folder}' cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = NativeMethods.close(handle);
        }
    }

    static class NativeMethods
    {
        [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int open(byte[] path, int flags);

        [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int fsync(int handle);

        [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int close(int handle);
    }
}
