using System.Globalization;
using System.Text;

namespace McpSecure.Tests.Files.Differential;

/// <summary>Directories, files, pipes and links of every kind, from a seed.</summary>
internal sealed class RandomTree : IDisposable
{
    private const int Entries = 28;
    private const int LongestName = 255;

    private static readonly string[] Names = ["a", "b", "c", "d", ".x", "...", "e f", "\u00e9", ".git", ".GIT", ".env", new string('n', LongestName)];

    // By default .NET enters linked directories, here round and round, and skips names that begin with a dot.
    private static readonly EnumerationOptions WithoutLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint, RecurseSubdirectories = true };

    private readonly Folder _folder = new();
    private readonly Random _random;
    private readonly List<string> _directories = [string.Empty];
    private readonly List<string> _others = [];
    private readonly List<string> _pipes = [];

    public RandomTree(int seed)
    {
        _random = new Random(seed);
        for (var entry = 0; entry < Entries; entry++)
        {
            Add(Child(Pick(_directories), Name()), _random.Next(10));
        }

        AddChains();
        if (_pipes.Count > 0)
        {
            NativeFiles.Pipes([.. _pipes]);
        }

        Known = [.. Directory.EnumerateFileSystemEntries(Root, "*", WithoutLinks)];
    }

    public string Root => _folder.Inside;

    /// <summary>Gets the full paths of all that can be opened, so that what an open created can be told apart.</summary>
    public HashSet<string> Known { get; }

    /// <summary>A path that leads somewhere, nearly leads somewhere, or leads out.</summary>
    public string Path()
    {
        var path = new StringBuilder(_random.Next(4) == 0 ? string.Empty : Pick(_random.Next(2) == 0 ? _directories : _others));
        for (var more = _random.Next(path.Length == 0 ? 7 : 4); more > 0 || path.Length == 0; more--)
        {
            path.Append(path.Length == 0 || path[^1] == '/' ? string.Empty : "/").Append(Part());
        }

        var text = path.Append(Slashes()).ToString().TrimStart('/');
        return text.Length == 0 ? "." : text;
    }

    public void Dispose() => _folder.Dispose();

    private void Add(string path, int kind)
    {
        var place = System.IO.Path.Join(Root, path);
        if (System.IO.Path.Exists(place) || _others.Contains(path) || path.Length > 1_500)
        {
            return;
        }

        if (kind < 4)
        {
            Directory.CreateDirectory(place);
            _directories.Add(path);
            return;
        }

        _others.Add(path);
        if (kind < 6)
        {
            File.WriteAllText(place, path);
        }
        else if (kind == 6)
        {
            _pipes.Add(place);
        }
        else
        {
            var target = Target(path);
            File.CreateSymbolicLink(place, target.Length == 0 ? "." : target);
        }
    }

    private string Target(string path) => _random.Next(12) switch
    {
        0 => System.IO.Path.Join(Root, Pick(_directories)), // absolute, and still leads back inside
        1 => _folder.Outside,
        2 => "../../outside/secret",
        3 => path.Split('/')[^1], // to itself
        4 => "missing" + Slashes(),
        5 => Up(path) + Pick(_directories) + Slashes(),
        6 => Up(path) + Pick(_others) + Slashes(),
        7 => Up(path) + "../" + Pick(_directories), // one up too many
        8 => "..",
        9 => ".",
        _ => string.Join('/', Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Part())),
    };

    /// <summary>Links to links, around the number that is the last to be followed.</summary>
    private void AddChains()
    {
        File.WriteAllText(System.IO.Path.Join(Root, "end"), "end");
        File.CreateSymbolicLink(System.IO.Path.Join(Root, "l0"), "end");
        for (var link = 1; link <= 42; link++)
        {
            File.CreateSymbolicLink(System.IO.Path.Join(Root, Chain(link)), Chain(link - 1));
        }

        _others.AddRange([Chain(38), Chain(39), Chain(40), Chain(41)]);
    }

    private static string Chain(int link) => "l" + link.ToString(CultureInfo.InvariantCulture);

    private string Part() => _random.Next(10) switch
    {
        0 => ".",
        1 or 2 => "..",
        3 => string.Empty,
        4 when _random.Next(20) == 0 => new string('m', LongestName + _random.Next(2)),
        4 => "missing",
        _ => Name(),
    };

    private string Slashes() => _random.Next(5) switch { 0 => "/", 1 when _random.Next(3) == 0 => "//", 2 when _random.Next(3) == 0 => "/.", _ => string.Empty };

    private string Name() => Names[_random.Next(_random.Next(8) == 0 ? Names.Length : 4)];

    private string Pick(List<string> paths) => paths.Count == 0 ? "a" : paths[_random.Next(paths.Count)];

    private static string Up(string path) => string.Concat(Enumerable.Repeat("../", path.Count(character => character == '/')));

    private static string Child(string directory, string name) => directory.Length == 0 ? name : $"{directory}/{name}";
}
