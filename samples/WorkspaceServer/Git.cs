using McpSecure.Execution;
using McpSecure.Files;

namespace WorkspaceServer;

/// <summary>The git of this machine, and all that it gets of an environment: no configuration of the machine or of a person.</summary>
internal static class Git
{
    /// <summary>The objects of a repository, relative to the workspace.</summary>
    public const string ObjectDirectory = ".git/objects";

    private const string Message = "The workspace as it was made";

    private static readonly string? Program =
        OperatingSystem.IsLinux() ? Array.Find(["/usr/bin/git", "/usr/local/bin/git"], File.Exists) : null;

    /// <summary>Gets a value indicating whether there is one that can be run.</summary>
    public static bool IsThere => Program is not null;

    /// <summary>Lets a runner start it for <see cref="GitHistory"/>, which takes nothing but the objects from the workspace.</summary>
    public static void Configure(ProcessRunnerOptions options)
    {
        Permit(options);
        options.Environment["GIT_OBJECT_DIRECTORY"] = ObjectDirectory;
    }

    /// <summary>Makes the directory that git takes for its repository in place of the one in the workspace: an empty one, with a configuration of ours.</summary>
    public static string MakeRepository()
    {
        var repository = Directory.CreateTempSubdirectory("repository-");
        repository.CreateSubdirectory("objects");
        repository.CreateSubdirectory("refs");
        File.WriteAllText(Path.Join(repository.FullName, "HEAD"), "ref: refs/heads/none\n");
        File.WriteAllText(Path.Join(repository.FullName, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
        return repository.FullName;
    }

    /// <summary>Makes a repository of a folder that this server has made, with what is in it as its first commit.</summary>
    public static async Task RecordAsync(SecureRoot workspace)
    {
        if (!IsThere)
        {
            return;
        }

        var options = new ProcessRunnerOptions { WorkingDirectory = workspace };
        Permit(options);
        options.Environment["GIT_AUTHOR_NAME"] = options.Environment["GIT_COMMITTER_NAME"] = "Workspace";
        options.Environment["GIT_AUTHOR_EMAIL"] = options.Environment["GIT_COMMITTER_EMAIL"] = "workspace@example.com";
        using var runner = new ProcessRunner(options);
        foreach (var command in (Command[])[$"git init --quiet .", $"git add .", $"git commit --quiet --message={Message}"])
        {
            var result = await runner.RunAsync(command);
            if (!result.IsSuccess)
            {
                throw new InvalidOperationException($"git could not record the workspace: {result.StandardError}");
            }
        }
    }

    private static void Permit(ProcessRunnerOptions options)
    {
        options.Programs.Add("git", Program!);
        options.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        options.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        options.Environment["GIT_TERMINAL_PROMPT"] = "0";
        options.Environment["LC_ALL"] = "C.UTF-8";
    }
}
