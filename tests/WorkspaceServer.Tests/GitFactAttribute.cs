namespace WorkspaceServer.Tests;

/// <summary>A test that runs git: skipped, and said to be, on a machine without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GitFactAttribute : FactAttribute
{
    public GitFactAttribute() => Skip = Git.IsThere ? null : "There is no git on this machine.";
}
