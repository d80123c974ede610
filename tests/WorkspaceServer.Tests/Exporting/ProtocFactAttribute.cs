namespace WorkspaceServer.Tests.Exporting;

/// <summary>A test that asks <c>protoc</c>: skipped, and said to be, on a machine without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProtocFactAttribute : FactAttribute
{
    public ProtocFactAttribute() => Skip = Program is null ? "There is no protoc on this machine." : null;

    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Select(folder => Path.Join(folder, OperatingSystem.IsWindows() ? "protoc.exe" : "protoc")).FirstOrDefault(File.Exists);
}
