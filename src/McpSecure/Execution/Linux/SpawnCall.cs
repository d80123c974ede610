namespace McpSecure.Execution.Linux;

/// <summary>Calls <c>posix_spawn</c>.</summary>
/// <returns>The number of the process, or an error number, negated.</returns>
internal unsafe delegate int SpawnCall(byte* file, void* actions, void* attributes, byte** arguments, byte** environment);
