using System.Text;

namespace McpSecure.Files.Linux;

/// <summary>
/// Follows a path name by name. Each directory is opened relative to the one before it, without following links, and stays open until the
/// walk ends: <c>..</c> goes back to the directory it came from, wherever that has been moved to. A link is read, and its text walked.
/// </summary>
internal ref struct Walk
{
    private const int MaximumLinks = 40;
    private const int MaximumTarget = 4096;

    private readonly Resolver _resolver;
    private readonly int _root;
    private readonly bool _followsLinks;
    private readonly bool _guardsNames;
    private readonly ulong _mount;
    private readonly List<int> _directories = new(8);
    private PendingPath _pending;
    private int _links;

    public Walk(Resolver resolver, int root, bool followsLinks, bool guardsNames)
    {
        _resolver = resolver;
        _root = root;
        _followsLinks = followsLinks;
        _guardsNames = guardsNames;
        _mount = !resolver.CrossesMounts && Libc.Stat(root, out var stat) >= 0 ? stat.Mount : 0;
    }

    /// <summary>Opens what the path means.</summary>
    /// <returns>A descriptor, or an error number, negated.</returns>
    public int Open(ReadOnlySpan<byte> path, int flags, uint mode)
    {
        _pending = new PendingPath(path);
        try
        {
            int result;
            while (!Step(flags, mode, out result))
            {
            }

            return result;
        }
        finally
        {
            foreach (var directory in _directories)
            {
                Libc.Close(directory);
            }
        }
    }

    private readonly int Current => _directories.Count == 0 ? _root : _directories[^1];

    /// <summary>Takes one name. True if the walk is over.</summary>
    private bool Step(int flags, uint mode, out int result)
    {
        if (!_pending.Next(out var name))
        {
            result = OpenCurrent(flags);
            return true;
        }

        if (name is [(byte)'.', (byte)'.', 0])
        {
            return GoUp(out result);
        }

        if (_guardsNames && _resolver.Protected.Contains(Encoding.UTF8.GetString(name[..^1])))
        {
            result = Errno.Of(PathRefusal.ProtectedName);
            return true;
        }

        if (_pending.IsLast)
        {
            return OpenLast(name, flags, mode, out result);
        }

        result = -Errno.IsADirectory;
        return ((flags & Libc.Create) != 0 && _pending.IsLastWithSlash) || Enter(name, out result);
    }

    private bool GoUp(out int result)
    {
        result = -Errno.CrossDevice;
        if (_directories.Count == 0)
        {
            return true;
        }

        Libc.Close(_directories[^1]);
        _directories.RemoveAt(_directories.Count - 1);
        return false;
    }

    private bool Enter(ReadOnlySpan<byte> name, out int result)
    {
        result = Libc.OpenAt(Current, name, Libc.PathOnly | Abi.Directory | Abi.NoFollow);
        if (result == -Errno.NotADirectory)
        {
            return !Expand(name, -Errno.NotADirectory, out result);
        }

        if (result < 0)
        {
            return true;
        }

        _directories.Add(result);
        result = IsElsewhere(result) ? -Errno.CrossDevice : result;
        return result < 0;
    }

    private bool OpenLast(ReadOnlySpan<byte> name, int flags, uint mode, out int result)
    {
        result = Libc.OpenAt(Current, name, flags | Abi.NoFollow, mode);
        if (result == -Errno.Loop || (result == -Errno.NotADirectory && (flags & Abi.Directory) != 0))
        {
            return !Expand(name, result, out result);
        }

        if (result < 0)
        {
            return true;
        }

        // With O_PATH a link is opened itself instead of being an error.
        if ((flags & Libc.PathOnly) != 0 && Libc.Stat(result, out var stat) >= 0 && stat.Kind == PathKind.SymbolicLink)
        {
            Libc.Close(result);
            return !Expand(name, -Errno.Loop, out result);
        }

        result = Checked(result);
        return true;
    }

    /// <summary>The path ended in the directory itself: it was <c>.</c>, or went up.</summary>
    private readonly int OpenCurrent(int flags) => (flags & Libc.Create) == 0
        ? Libc.OpenAt(Current, ".\0"u8, flags)
        : (flags & Libc.Exclusive) != 0 ? -Errno.Exists : -Errno.IsADirectory;

    /// <summary>Puts the text of a link in the place of its name. False if the walk ends with <paramref name="result"/>.</summary>
    private bool Expand(ReadOnlySpan<byte> name, int otherwise, out int result)
    {
        Span<byte> target = stackalloc byte[MaximumTarget];
        var length = Libc.ReadLink(Current, name, target);
        result = length switch
        {
            -Errno.Invalid => IsChanged(name, otherwise) ? -Errno.Again : otherwise,
            < 0 => length,
            0 => -Errno.NoEntry,
            MaximumTarget => -Errno.NameTooLong,
            _ when !_followsLinks || ++_links > MaximumLinks => -Errno.Loop,
            _ when target[0] == '/' => -Errno.CrossDevice,
            _ => 0,
        };
        if (result < 0)
        {
            return false;
        }

        _pending.Prepend(target[..length]);
        return true;
    }

    /// <summary>It could not be opened because it was a link, and is none any more; or it was neither directory nor link, and now is.</summary>
    private readonly bool IsChanged(ReadOnlySpan<byte> name, int otherwise) =>
        otherwise == -Errno.Loop
        || Libc.StatEntry(Current, name, out var stat) < 0
        || stat.Kind is PathKind.Directory or PathKind.SymbolicLink;

    private readonly int Checked(int descriptor)
    {
        if (!IsElsewhere(descriptor))
        {
            return descriptor;
        }

        Libc.Close(descriptor);
        return -Errno.CrossDevice;
    }

    private readonly bool IsElsewhere(int descriptor) =>
        !_resolver.CrossesMounts && (Libc.Stat(descriptor, out var stat) < 0 || stat.Mount != _mount);
}
