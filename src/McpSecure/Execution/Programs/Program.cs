namespace McpSecure.Execution.Programs;

/// <summary>A program that has been found fit to be started.</summary>
/// <param name="Name">What commands call it.</param>
/// <param name="Path">Where it is registered: what it is told as its own name.</param>
/// <param name="File">Where it really is, behind all links: what is started.</param>
internal sealed record Program(string Name, string Path, string File);
