using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using ModelContextProtocol.Client;

namespace Tour;

/// <summary>WorkspaceServer as a child process in one role, and the client that talks to it.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(10);

    private readonly McpClient _client;
    private readonly ConcurrentQueue<string> _log;

    private ServerProcess(McpClient client, ConcurrentQueue<string> log)
    {
        _client = client;
        _log = log;
    }

    /// <summary>Gets the public key of the journal, as the server has logged it at its start.</summary>
    public string? JournalKey => _log.Select(line => Key().Match(line)).FirstOrDefault(match => match.Success)?.Groups["key"].Value;

    /// <summary>Names the file that holds the spans, complete once the server has ended.</summary>
    public static string TraceFileIn(string folder) => Path.Join(folder, "spans.jsonl");

    /// <summary>Starts the server; whoever disposes of it ends it, by force if it does not go by itself.</summary>
    /// <param name="role">The role of the person who starts it.</param>
    /// <param name="folder">An empty folder: the working directory of the server, and the place of its spans.</param>
    /// <param name="journal">The folder of the journal.</param>
    /// <param name="cancellationToken">Cancelled when the Tour has taken too long.</param>
    public static async Task<ServerProcess> StartAsync(string role, string folder, string journal, CancellationToken cancellationToken)
    {
        await PlantPolicyAsync(folder, cancellationToken);

        var log = new ConcurrentQueue<string>();
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Name = "workspace",
            Command = DotNet(),
            Arguments = [Path.Join(AppContext.BaseDirectory, "WorkspaceServer.dll"), "--role", role, "--trace", TraceFileIn(folder), "--journal", journal],
            WorkingDirectory = folder,
            InheritEnvironmentVariables = false, // a server needs none of the client's secrets
            EnvironmentVariables = ChildEnvironment(folder),
            StandardErrorLines = log.Enqueue,
        });
        try
        {
            var client = await McpClient.CreateAsync(
                new Resumes(transport),
                new McpClientOptions { InitializationTimeout = TimeToStart, Handlers = { ElicitationHandler = Person.AnswerAsync } },
                cancellationToken: cancellationToken);
            return new ServerProcess(client, log);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = exception.Message.Split(Environment.NewLine)[0]; // the rest is the end of the log, which follows anyway
            throw new InvalidOperationException($"WorkspaceServer did not start as {role}: {reason}. {Tail(log)}", exception);
        }
    }

    /// <summary>Asks the server something. The client is the SDK's: what it gets is what every client gets.</summary>
    public async Task<T> AskAsync<T>(
        string what, Func<McpClient, CancellationToken, Task<T>> askAsync, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeToAnswer);
        try
        {
            return await askAsync(_client, timeout.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"'{what}' had no answer within {TimeToAnswer.TotalSeconds} seconds. {Tail(_log)}", exception);
        }
    }

    /// <summary>Closes the server's stdin, waits for its end, and kills it if it does not come.</summary>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    /// <summary>Finds the dotnet that runs the Tour, which need not be on the PATH.</summary>
    public static string DotNet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = Path.GetFullPath(Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(beside) ? beside : "dotnet";
    }

    private static string Tail(ConcurrentQueue<string> log) => log.IsEmpty
        ? "It wrote nothing."
        : $"It wrote:{Environment.NewLine}{string.Join(Environment.NewLine, log.Where(IsWorthReading).TakeLast(20))}";

    private static bool IsWorthReading(string line) => !line.TrimStart().StartsWith("at ", StringComparison.Ordinal);

    /// <remarks>
    /// The client chooses where a stdio server starts. Somebody's repository may hold this file, and the .NET host would read it: if it
    /// counted, every refusal of the Tour would be missing.
    /// </remarks>
    private static Task PlantPolicyAsync(string folder, CancellationToken cancellationToken) => File.WriteAllTextAsync(
        Path.Join(folder, "appsettings.json"),
        """{ "McpSecurity": { "Roles": { "reader": { "Tools": { "*": "Allow", "delete_file": "Allow" } } } } }""",
        cancellationToken);

    private static Dictionary<string, string?> ChildEnvironment(string folder)
    {
        var environment = StdioClientTransportOptions.GetDefaultEnvironmentVariables();
        environment["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");

        // What an operator sets for one machine. It is laid over appsettings.json, and in the environment it is the operator's own word.
        foreach (var (name, value) in Neighbours.Settings)
        {
            environment[$"McpSecurity__Egress__PageClient__{name}"] = value;
        }

        // The race below is refused more often within a minute than anybody who works is.
        environment["McpSecurity__Limits__RefusalsPerMinute"] = "100000";

        // The temporary workspace goes where the Tour cleans up, even if the server has to be killed.
        environment[OperatingSystem.IsWindows() ? "TMP" : "TMPDIR"] = folder;
        return environment;
    }

    [GeneratedRegex("Its checkpoints are signed by key [0-9a-f]+: (?<key>[A-Za-z0-9+/=]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Key();
}
