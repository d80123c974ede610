namespace McpSecure.Fuzz;

/// <summary>The folders of one run: the workspace, and around it what the server must not touch.</summary>
internal sealed class Arena : IDisposable
{
    /// <summary>The path of a file that every batch ends with reading. No mutation knows it.</summary>
    public const string ProbePath = "keep/probe-5b1f.txt";

    /// <summary>What the probe holds.</summary>
    public const string ProbeText = "still here";

    /// <summary>What the files beside the workspace hold. It must never come out.</summary>
    public const string Secret = "c4n4ry-7d2e";

    private readonly string _root = Directory.CreateTempSubdirectory("mcpsecure-fuzz-").FullName;

    public Arena()
    {
        Write("workspace/welcome.md", "# Welcome\n");
        Write("workspace/notes/todo.md", "- water the plants\n");
        Write("workspace/notes/ideas.md", "- a bookshelf\n");
        Write("workspace/data/inventory.csv", "item,count\nchair,4\n");
        Write($"workspace/{ProbePath}", ProbeText);
        Write("canary.txt", Secret);
        Write("workspace-2/canary.txt", Secret);
        Write("cwd/canary.txt", Secret);
        Directory.CreateDirectory(Temporary);
        Directory.CreateDirectory(Path.Join(_root, "trace"));
    }

    public string Workspace => Path.Join(_root, "workspace");

    public string WorkingDirectory => Path.Join(_root, "cwd");

    public string Temporary => Path.Join(_root, "tmp");

    public string Trace => Path.Join(_root, "trace", "spans.jsonl");

    /// <summary>What the workspace holds.</summary>
    public Snapshot Inside() => Snapshot.Of(Workspace);

    /// <summary>What is around it, the folder of the server and the places that absolute paths lead to included.</summary>
    /// <param name="server">The program of the server.</param>
    public Snapshot Outside(string server) => Snapshot.Of(_root, except: [Workspace, Path.Join(_root, "trace"), .. OfGit()])
        .And(Snapshot.Of(Path.GetDirectoryName(server)!, withContents: false))
        .And(Vocabulary.Elsewhere.Where(File.Exists));

    /// <summary>What the server lays out for git at its start, and takes away at its end.</summary>
    private string[] OfGit() => Directory.GetDirectories(Temporary, "repository-*");

    /// <summary>Does what no server may do.</summary>
    public void Spoil() => Write("workspace-2/canary.txt", "changed");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string path, string text)
    {
        var file = Path.Join(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
