using BenchmarkDotNet.Attributes;
using McpSecure.Files;

namespace McpSecure.Benchmarks;

/// <summary>What it costs to open a file beneath a root and to close it, by each engine, beside the same file without any confinement.</summary>
public class FilesBenchmarks
{
    private string _folder = string.Empty;
    private string _path = string.Empty;
    private string _full = string.Empty;
    private SecureRoot? _kernel;
    private SecureRoot? _walk;

    /// <summary>Gets or sets how many names the path has.</summary>
    [Params(1, 4, 8)]
    public int Depth { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("mcpsecure-files-").FullName;
        var directory = string.Concat(Enumerable.Repeat("d/", Depth - 1));
        _path = directory + "f";
        _full = Path.Join(_folder, _path);
        Directory.CreateDirectory(Path.Join(_folder, directory));
        File.WriteAllText(_full, "content");
        _kernel = SecureRoot.Open(_folder, new SecureRootOptions { Engine = ConfinementEngine.Openat2 });
        _walk = SecureRoot.Open(_folder, new SecureRootOptions { Engine = ConfinementEngine.ComponentWalk });
        if (!Checked())
        {
            throw new InvalidOperationException("The path is refused.");
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _kernel!.Dispose();
        _walk!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The full path, followed wherever it leads.</summary>
    [Benchmark(Baseline = true)]
    public void OpenHandle() => File.OpenHandle(_full).Dispose();

    [Benchmark]
    public void Openat2() => _kernel!.OpenHandle(_path).Dispose();

    [Benchmark]
    public void ComponentWalk() => _walk!.OpenHandle(_path).Dispose();

    /// <summary>The early answer of a guard.</summary>
    [Benchmark]
    public bool Checked() => _kernel!.Check(_path, PathAccess.Read, mustExist: true).IsDone;
}
