using McpSecure.Files.Names;

namespace McpSecure.Files.Linux;

/// <summary>A name in a directory that is held open: what is created, deleted and renamed.</summary>
internal sealed class Place : IDisposable
{
    private readonly byte[] _name;

    public Place(int directory, ReadOnlySpan<char> name, bool asksForDirectory)
    {
        Directory = directory;
        AsksForDirectory = asksForDirectory;
        _name = new byte[(name.Length * 3) + 1];
        var length = PathText.Encode(name, _name);
        Array.Resize(ref _name, length + 1);
    }

    /// <summary>Gets the descriptor of the directory, which closes with this.</summary>
    public int Directory { get; }

    /// <summary>Gets a value indicating whether a slash stood after the name.</summary>
    public bool AsksForDirectory { get; }

    /// <summary>Gets the name, with a NUL at its end.</summary>
    public ReadOnlySpan<byte> Name => _name;

    public void Dispose() => Libc.Close(Directory);
}
