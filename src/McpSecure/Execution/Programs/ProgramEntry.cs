namespace McpSecure.Execution.Programs;

/// <summary>A program as the application registered it.</summary>
internal sealed record ProgramEntry(string Name, string Path, bool AllowInterpreter);
