using System.Runtime.Versioning;
using McpSecure.Files.Names;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Linux;

/// <summary>A directory of Linux, held open by a descriptor.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class LinuxDirectory : RootDirectory
{
    private readonly SafeFileHandle _handle;
    private readonly SecureRootOptions _options;
    private readonly Resolver _resolver;

    private LinuxDirectory(SafeFileHandle handle, SecureRootOptions options, Resolver resolver)
    {
        _handle = handle;
        _options = options;
        _resolver = resolver;
    }

    public override ConfinementEngine Engine => _resolver.Engine;

    public override SafeFileHandle Handle => _handle;

    /// <summary>Opens a directory by a path that is trusted: links in it are followed wherever they lead.</summary>
    /// <exception cref="PlatformNotSupportedException">The mechanism that was asked for is not there.</exception>
    public static new LinuxDirectory Open(string path, SecureRootOptions options)
    {
        if (!Abi.IsKnown)
        {
            throw new PlatformNotSupportedException("Paths can be confined on Linux for x64 and arm64 only.");
        }

        var bytes = new byte[(path.Length * 3) + 1];
        if (PathText.Encode(path, bytes) < 0)
        {
            throw new PathRefusedException(options.Name, PathRefusal.Malformed);
        }

        var descriptor = Libc.OpenAt(Libc.CurrentDirectory, bytes, Libc.PathOnly | Abi.Directory);
        if (descriptor < 0)
        {
            throw new PathRefusedException(options.Name, Errno.Reason(descriptor));
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            return new LinuxDirectory(handle, options, new Resolver(options, new ProtectedNames(options.ProtectedNames), Choose(options.Engine, descriptor)));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public override Outcome Check(ReadOnlySpan<char> path, bool changes, bool mustExist)
    {
        using var held = new Held(_handle);
        using var target = Resolve(held.Descriptor, path, Libc.PathOnly, changes);
        if (!target.IsOpen)
        {
            return target.Outcome.Reason == PathRefusal.NotFound && !mustExist ? Outcome.Done : target.Outcome;
        }

        return Libc.Stat(target.Value, out var stat) is < 0 and var error ? Errno.Reason(error)
            : stat.Kind == PathKind.Special ? PathRefusal.Special
            : Outcome.Done;
    }

    public override Outcome OpenDirectory(string path, SecureRootOptions options, bool changes, out RootDirectory? directory)
    {
        directory = null;
        using var held = new Held(_handle);
        var descriptor = Resolve(held.Descriptor, path, Libc.PathOnly | Abi.Directory, changes).Value;
        if (descriptor < 0)
        {
            return Errno.Reason(descriptor);
        }

        directory = new LinuxDirectory(new SafeFileHandle(descriptor, ownsHandle: true), options, new Resolver(options, _resolver.Protected, Engine));
        return Outcome.Done;
    }

    public override Outcome GetInfo(string path, out PathInfo? info)
    {
        info = null;
        using var held = new Held(_handle);
        using var target = Resolve(held.Descriptor, path, Libc.PathOnly, changes: false);
        if (!target.IsOpen)
        {
            return target.Outcome;
        }

        var error = Libc.Stat(target.Value, out var stat);
        info = error < 0 ? null : stat.ToInfo();
        return Errno.Outcome(error);
    }

    public override void Dispose() => _handle.Dispose();

    private static ConfinementEngine Choose(ConfinementEngine? wanted, int descriptor) => wanted switch
    {
        null => Resolver.HasOpenAt2(descriptor) ? ConfinementEngine.Openat2 : ConfinementEngine.ComponentWalk,
        ConfinementEngine.ComponentWalk => ConfinementEngine.ComponentWalk,
        ConfinementEngine.Openat2 when Resolver.HasOpenAt2(descriptor) => ConfinementEngine.Openat2,
        ConfinementEngine.Openat2 => throw new PlatformNotSupportedException(
            "This kernel has no openat2, or the container does not let it through. Leave Engine out, or set it to ComponentWalk."),
        _ => throw new PlatformNotSupportedException($"The engine {wanted} does not run on Linux."),
    };

    private Descriptor Resolve(int directory, ReadOnlySpan<char> path, int flags, bool changes)
    {
        Span<byte> bytes = stackalloc byte[PathText.MaximumBytes + 1];
        var length = PathText.Encode(path, bytes);
        return new Descriptor(length switch
        {
            -1 => -Errno.NameTooLong,
            < 0 => Errno.Of(PathRefusal.Malformed),
            _ => _resolver.Open(directory, bytes[..(length + 1)], flags, changes),
        });
    }

    /// <summary>Keeps the descriptor of the root from being closed, and its number from being used again, while it is in use.</summary>
    private readonly ref struct Held
    {
        private readonly SafeFileHandle _handle;

        public Held(SafeFileHandle handle)
        {
            var added = false;
            handle.DangerousAddRef(ref added);
            _handle = handle;
            Descriptor = (int)handle.DangerousGetHandle();
        }

        public int Descriptor { get; }

        public void Dispose() => _handle.DangerousRelease();
    }
}
