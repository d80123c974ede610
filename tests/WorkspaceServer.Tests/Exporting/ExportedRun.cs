using System.Diagnostics;
using System.Globalization;

namespace WorkspaceServer.Tests.Exporting;

/// <summary>WorkspaceServer as a process that exports, some calls, and its end. Once for all tests.</summary>
public sealed class ExportedRun : IAsyncLifetime
{
    /// <summary>Secrets by name and by shape, and what a client makes up. None of them is anybody's.</summary>
    internal const string Token = "ghp_" + "R4nd0mB0thSh0uldN0tBeF0undAnyw3re123";
    internal const string Invented = "name-that-a-client-made-up";
    internal const string Missing = "file-that-a-client-made-up.md";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("exported-run-").FullName;

    internal Inbox Inbox { get; } = new();

    internal string Journal => Path.Join(_folder, "journal");

    /// <summary>What came on standard output: the answers, and nothing else.</summary>
    internal List<string> Answers { get; } = [];

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        using var process = Start();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            foreach (var (line, id) in Lines().Select((line, index) => (line, index + 1)))
            {
                await process.StandardInput.WriteLineAsync(line.Replace("ID", id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).AsMemory(), limit.Token);
                await process.StandardInput.FlushAsync(limit.Token);
                Answers.Add(await process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new EndOfStreamException(await errors));
            }

            process.StandardInput.Close();
            Answers.AddRange((await process.StandardOutput.ReadToEndAsync(limit.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    public Task DisposeAsync()
    {
        Inbox.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private static IEnumerable<string> Lines() =>
    [
        Call("read_file", """{"path":"welcome.md"}"""),
        Call("read_file", $$"""{"path":"{{Missing}}"}"""),
        Call("write_file", """{"path":"a.md","text":"x"}"""),
        Call("query_notes", $$"""{"sql":"select '{{Token}}' as password"}"""),
        Call("query_notes", $$"""{"sql":"select {{Token}}"}"""),
        Call("list_files", $$"""{"{{Invented}}":"{{Token}}"}"""),
        Call(Invented, $$"""{"password":"{{Token}}"}"""),
        $$"""{"jsonrpc":"2.0","id":ID,"method":"resources/read","params":{"uri":"workspace://{{Invented}}"} }""",
    ];

    private static string Call(string tool, string arguments) =>
        $$"""{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"{{tool}}","arguments":{{arguments}} } }""";

    private Process Start()
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Join(AppContext.BaseDirectory, "WorkspaceServer.dll"), "--role", "reader", "--journal", Journal])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = Inbox.Address;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_SERVICE_NAME"] = "workspace";
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        return Process.Start(start)!;
    }
}
