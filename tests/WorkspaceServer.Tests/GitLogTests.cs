using System.Diagnostics;

namespace WorkspaceServer.Tests;

/// <summary><c>git_log</c> in a repository that belongs to somebody else.</summary>
public sealed class GitLogTests(Served served) : IClassFixture<Served>
{
    [GitFact]
    public async Task It_lists_the_commits_that_changed_a_file()
    {
        var reader = await served.Server.AsAsync("reader");

        var all = await reader.CallToolAsync("git_log");
        var one = await reader.CallToolAsync("git_log", ("path", "notes/todo.md"), ("limit", 1));
        var none = await reader.CallToolAsync("git_log", ("path", "notes/no-such-file.md"));

        Assert.Matches(@"\A[0-9a-f]{7,40} \d{4}-\d\d-\d\d The workspace as it was made\z", all.Text);
        Assert.Equal(all.Text, one.Text);
        Assert.Equal("No commit changed 'notes/no-such-file.md'.", none.Text);
    }

    /// <summary>After <c>--</c> it is a path, whatever it looks like.</summary>
    [GitFact]
    public async Task A_path_that_looks_like_an_option_is_a_path()
    {
        var reader = await served.Server.AsAsync("reader");

        var outcome = await reader.CallToolAsync("git_log", ("path", "--output=marker"));

        Assert.Equal("No commit changed '--output=marker'.", outcome.Text);
        Assert.False(served.Has("marker"));
    }

    /// <summary>The plain program of git starts what the repository says; the server reads the same history without it.</summary>
    [GitFact]
    public async Task The_configuration_of_the_repository_starts_nothing()
    {
        using var trap = await Trap.SetAsync(served.Directory);

        await trap.GitAsync(null, "log", "-n", "1");
        Assert.True(trap.TakeMarker());

        var outcome = await (await served.Server.AsAsync("reader")).CallToolAsync("git_log");

        Assert.Contains("A commit with a signature", outcome.Text, StringComparison.Ordinal);
        Assert.False(trap.TakeMarker());
    }

    [GitFact]
    public async Task A_file_in_place_of_the_repository_leads_nowhere_else()
    {
        var git = Path.Join(served.Directory, ".git");
        using var elsewhere = await Trap.SetAsync(Directory.CreateTempSubdirectory("repository-").FullName);
        Directory.Move(git, git + ".away");
        try
        {
            await File.WriteAllTextAsync(git, $"gitdir: {elsewhere.Folder}/.git\n");
            Assert.Contains("A commit with a signature", await Trap.GitInAsync(served.Directory, null, "log"), StringComparison.Ordinal);

            var byFile = await (await served.Server.AsAsync("reader")).CallToolAsync("git_log");
            File.Delete(git);
            File.CreateSymbolicLink(git, Path.Join(elsewhere.Folder, ".git"));
            var byLink = await (await served.Server.AsAsync("reader")).CallToolAsync("git_log");

            Assert.All([byFile, byLink], outcome => Assert.EndsWith("The workspace has no history: it is no git repository with a commit.", outcome.Text, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(git);
            Directory.Move(git + ".away", git);
            Directory.Delete(elsewhere.Folder, recursive: true);
        }
    }

    /// <summary>git follows both, to whatever repository they name; the id of one of its commits is then enough to read its history.</summary>
    [GitFact]
    public async Task The_objects_of_another_repository_are_not_read()
    {
        using var elsewhere = await Trap.SetAsync(Directory.CreateTempSubdirectory("repository-").FullName);
        var git = Path.Join(served.Directory, ".git");
        var (head, objects) = (Path.Join(git, "HEAD"), Path.Join(git, "objects"));
        var own = await File.ReadAllTextAsync(head);
        Directory.CreateDirectory(Path.Join(objects, "info"));
        var alternates = Path.Join(objects, "info", "alternates");
        try
        {
            await File.WriteAllTextAsync(head, await elsewhere.GitAsync(null, "rev-parse", "HEAD"));
            await File.WriteAllTextAsync(alternates, $"{elsewhere.Folder}/.git/objects\n");
            Assert.Contains("A commit with a signature", await Trap.GitInAsync(served.Directory, null, "log"), StringComparison.Ordinal);
            var byAlternates = await (await served.Server.AsAsync("reader")).CallToolAsync("git_log");

            File.Delete(alternates);
            Directory.Move(objects, objects + ".away");
            File.CreateSymbolicLink(objects, Path.Join(elsewhere.Folder, ".git", "objects"));
            var byLink = await (await served.Server.AsAsync("reader")).CallToolAsync("git_log");
            File.Delete(objects);
            Directory.Move(objects + ".away", objects);

            Assert.All([byAlternates, byLink], outcome => Assert.Contains("is not read", outcome.Text, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(alternates);
            await File.WriteAllTextAsync(head, own);
            Directory.Delete(elsewhere.Folder, recursive: true);
        }
    }

    /// <summary>A signed commit, <c>log.showSignature</c>, and a <c>gpg.program</c> that makes a file.</summary>
    private sealed class Trap(string folder, string marker) : IDisposable
    {
        public string Folder => folder;

        public static async Task<Trap> SetAsync(string folder)
        {
            var trap = new Trap(folder, Path.Join(Path.GetTempPath(), $"marker-{Guid.NewGuid():N}"));
            await trap.GitAsync(null, "init", "--quiet", ".");
            var blob = await trap.GitAsync("text", "hash-object", "-w", "--stdin");
            var tree = await trap.GitAsync($"100644 blob {blob}\tREADME\n", "mktree");
            var commit = await trap.GitAsync(Signed(tree), "hash-object", "-t", "commit", "-w", "--stdin");
            await trap.GitAsync(null, "update-ref", "HEAD", commit);

            var script = Path.Join(folder, ".git", "gpg.sh");
            await File.WriteAllTextAsync(script, $"#!/bin/sh\ntouch '{trap.Marker}'\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            await trap.GitAsync(null, "config", "log.showSignature", "true");
            await trap.GitAsync(null, "config", "gpg.program", script);
            return trap;
        }

        private string Marker => marker;

        public bool TakeMarker()
        {
            var isThere = File.Exists(marker);
            File.Delete(marker);
            return isThere;
        }

        public Task<string> GitAsync(string? input, params string[] arguments) => GitInAsync(folder, input, arguments);

        public static async Task<string> GitInAsync(string folder, string? input, params string[] arguments)
        {
            var start = new ProcessStartInfo("git", arguments)
            {
                UseShellExecute = false,
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return output.Trim();
        }

        public void Dispose() => File.Delete(marker);

        private static string Signed(string tree) =>
            $"tree {tree}\nauthor A <a@example.com> 1700000000 +0000\ncommitter A <a@example.com> 1700000000 +0000\n" +
            "gpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\nA commit with a signature\n";
    }
}
