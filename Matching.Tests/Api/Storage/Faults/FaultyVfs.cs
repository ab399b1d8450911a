using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Matching.Tests.Api.Storage.Faults;

/// <summary>
/// A file system for SQLite that passes everything on to the real one, but asks the <see cref="FaultyDisk"/> a file lies on first. Files on
/// no such
/// disk are opened by the real one directly, so nothing else in the process notices. Registered once, for as long as the process lives.
/// </summary>
static unsafe class FaultyVfs
{
    const int Ok = 0;

    static readonly Lock Gate = new();
    static readonly List<FaultyDisk> Disks = [];
    static NativeVfs* real;
    static NativeFileMethods* methods;

    [StructLayout(LayoutKind.Sequential)]
    struct WrappedFile
    {
        public NativeFileMethods* Methods;
        public nint Handle;
        // The real file's own memory follows.
    }

    public static void Add(FaultyDisk disk)
    {
        lock (Gate)
        {
            if (real is null)
                Register();
            Disks.Add(disk);
        }
    }

    public static void Remove(FaultyDisk disk)
    {
        lock (Gate)
            Disks.Remove(disk);
    }

    static void Register()
    {
        real = NativeVfs.Find(null);
        methods = (NativeFileMethods*)NativeMemory.AllocZeroed((nuint)sizeof(NativeFileMethods));
        *methods = new NativeFileMethods
        {
            Version = 2,
            Close = &Close,
            Read = &Read,
            Write = &Write,
            Truncate = &Truncate,
            Sync = &Sync,
            FileSize = &FileSize,
            Lock = &LockFile,
            Unlock = &Unlock,
            CheckReservedLock = &CheckReservedLock,
            FileControl = &FileControl,
            SectorSize = &SectorSize,
            DeviceCharacteristics = &DeviceCharacteristics,
            ShmMap = &ShmMap,
            ShmLock = &ShmLock,
            ShmBarrier = &ShmBarrier,
            ShmUnmap = &ShmUnmap,
        };
        var ours = (NativeVfs*)NativeMemory.AllocZeroed((nuint)sizeof(NativeVfs));
        *ours = *real;
        ours->Next = null;
        ours->Name = (byte*)Marshal.StringToCoTaskMemUTF8("faulty");
        ours->FileSize = sizeof(WrappedFile) + real->FileSize;
        ours->Open = &Open;
        ours->Delete = &Delete;
        if (NativeVfs.Register(ours, makeDefault: 1) != Ok)
            throw new InvalidOperationException("SQLite did not take the file system.");
    }

    static FaultyDisk? DiskOf(byte* name, out string path)
    {
        path = Marshal.PtrToStringUTF8((nint)name) ?? "";
        lock (Gate)
        {
            foreach (var disk in Disks)
            {
                if (disk.Holds(path))
                    return disk;
            }
        }
        return null;
    }

    static NativeFile* RealOf(NativeFile* file) => (NativeFile*)((byte*)file + sizeof(WrappedFile));

    static FaultyFile Of(NativeFile* file) => (FaultyFile)GCHandle.FromIntPtr(((WrappedFile*)file)->Handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Open(NativeVfs* vfs, byte* name, NativeFile* file, int flags, int* outFlags)
    {
        if (DiskOf(name, out var path) is not { } disk)
            return real->Open(real, name, file, flags, outFlags);

        file->Methods = null;
        if (disk.Next(FaultyOperation.Open, path) is { } fault && fault.Code != Ok)
            return fault.Code;
        var wrapped = RealOf(file);
        var code = real->Open(real, name, wrapped, flags, outFlags);
        if (code != Ok)
        {
            if (wrapped->Methods is not null)
                wrapped->Methods->Close(wrapped);
            return code;
        }
        ((WrappedFile*)file)->Handle = GCHandle.ToIntPtr(GCHandle.Alloc(disk.Opened(path)));
        file->Methods = methods;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Delete(NativeVfs* vfs, byte* name, int syncFolder)
    {
        if (DiskOf(name, out var path) is not { } disk)
            return real->Delete(real, name, syncFolder);

        using var changing = disk.Changing();
        var code = real->Delete(real, name, syncFolder);
        if (code == Ok)
            disk.Deleted(path);
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Close(NativeFile* file)
    {
        var wrapped = RealOf(file);
        var code = wrapped->Methods->Close(wrapped);
        GCHandle.FromIntPtr(((WrappedFile*)file)->Handle).Free();
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Read(NativeFile* file, void* buffer, int length, long offset)
    {
        if (Of(file).Next(FaultyOperation.Read) is { } fault && fault.Code != Ok)
            return fault.Code;
        var wrapped = RealOf(file);
        return wrapped->Methods->Read(wrapped, buffer, length, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Write(NativeFile* file, void* buffer, int length, long offset)
    {
        var of = Of(file);
        var wrapped = RealOf(file);
        var fault = of.Next(FaultyOperation.Write);
        if (fault is { Kind: FaultKind.Torn })
            length /= 2;
        else if (fault is not null && fault.Code != Ok)
            return fault.Code;
        using var changing = of.Changing();
        var code = wrapped->Methods->Write(wrapped, buffer, length, offset);
        if (code == Ok)
            of.Image.Write(offset, new ReadOnlySpan<byte>(buffer, length));
        return code == Ok && fault is not null ? fault.Code : code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Truncate(NativeFile* file, long size)
    {
        var of = Of(file);
        if (of.Next(FaultyOperation.Truncate) is { } fault && fault.Code != Ok)
            return fault.Code;
        var wrapped = RealOf(file);
        using var changing = of.Changing();
        var code = wrapped->Methods->Truncate(wrapped, size);
        if (code == Ok)
            of.Image.Truncate(size);
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Sync(NativeFile* file, int flags)
    {
        var of = Of(file);
        var fault = of.Next(FaultyOperation.Sync);
        using var changing = of.Changing();
        if (fault is not null && fault.Code != Ok)
        {
            of.Image.SyncFailed();
            return fault.Code;
        }
        var wrapped = RealOf(file);
        var code = wrapped->Methods->Sync(wrapped, flags);
        if (code == Ok)
            of.Image.Synced();
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int ShmMap(NativeFile* file, int page, int size, int extend, void** memory)
    {
        if (Of(file).Next(FaultyOperation.MapSharedMemory) is { } fault && fault.Code != Ok)
        {
            *memory = null;
            return fault.Code;
        }
        var wrapped = RealOf(file);
        return wrapped->Methods->ShmMap(wrapped, page, size, extend, memory);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int FileSize(NativeFile* file, long* size)
    {
        var wrapped = RealOf(file);
        return wrapped->Methods->FileSize(wrapped, size);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int LockFile(NativeFile* file, int level)
    {
        var wrapped = RealOf(file);
        return wrapped->Methods->Lock(wrapped, level);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Unlock(NativeFile* file, int level)
    {
        var wrapped = RealOf(file);
        return wrapped->Methods->Unlock(wrapped, level);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int CheckReservedLock(NativeFile* file, int* isReserved)
    {
        var wrapped = RealOf(file);
        return wrapped->Methods->CheckReservedLock(wrapped, isReserved);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int FileControl(NativeFile* file, int operation, void* argument)
    {
        var wrapped = RealOf(file);
        return wrapped->Methods->FileControl(wrapped, operation, argument);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int SectorSize(NativeFile* file)
    {
        var wrapped = RealOf(file);
        return wrapped->Methods->SectorSize(wrapped);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int DeviceCharacteristics(NativeFile* file)
    {
        var wrapped = RealOf(file);
        return wrapped->Methods->DeviceCharacteristics(wrapped);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int ShmLock(NativeFile* file, int offset, int count, int flags)
    {
        var wrapped = RealOf(file);
        return wrapped->Methods->ShmLock(wrapped, offset, count, flags);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void ShmBarrier(NativeFile* file)
    {
        var wrapped = RealOf(file);
        wrapped->Methods->ShmBarrier(wrapped);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int ShmUnmap(NativeFile* file, int delete)
    {
        var wrapped = RealOf(file);
        return wrapped->Methods->ShmUnmap(wrapped, delete);
    }
}
