using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace McpSecure.Fuzz;

/// <summary>The server as a child process and its three pipes.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int FaultAt = 100;
    private const int LogTail = 30;

    private readonly Process _process;
    private readonly Fault _fault;
    private readonly Channel<string> _output = Channel.CreateUnbounded<string>();
    private readonly Queue<string> _log = new();
    private readonly Task _reading;
    private readonly Task _readingErrors;

    public ServerProcess(string program, string role, Arena arena, Fault fault)
    {
        _fault = fault;
        _process = Process.Start(StartInfo(program, role, arena)) ?? throw new InvalidOperationException("The server could not be started.");
        _reading = Task.Run(ReadOutputAsync);
        _readingErrors = Task.Run(ReadErrorsAsync);
    }

    /// <summary>The line on standard error that only a defect writes, or <see langword="null"/>.</summary>
    public string? Unhandled { get; private set; }

    /// <summary>The end of standard error.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>How it ended, or <see langword="null"/> while it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    public async Task SendAsync(byte[] line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.BaseStream.WriteAsync(line, cancellationToken);
        await _process.StandardInput.BaseStream.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }

    public Task FlushAsync(CancellationToken cancellationToken) => _process.StandardInput.BaseStream.FlushAsync(cancellationToken);

    /// <summary>The next line of standard output; <see langword="null"/> if there are no more.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) =>
        await _output.Reader.WaitToReadAsync(cancellationToken) && _output.Reader.TryRead(out var line) ? line : null;

    /// <summary>What has come already and was not read.</summary>
    public bool TryRead(out string line) => _output.Reader.TryRead(out line!);

    /// <summary>Hangs up and waits for the end.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
        await Task.WhenAll(_reading, _readingErrors).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await Task.WhenAll(_reading, _readingErrors);
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string program, string role, Arena arena)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [program, "--role", role, "--workspace", arena.Workspace, "--trace", arena.Trace])
        {
            WorkingDirectory = arena.WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var limit in (string[])["CallsPerMinute", "ConcurrentCalls", "RefusalsPerMinute"])
        {
            start.Environment[$"McpSecurity__Limits__{limit}"] = "1000000"; // what a limit refuses is no test of what comes after it
        }

        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // its sockets would be files that nobody asked for
        start.Environment[OperatingSystem.IsWindows() ? "TMP" : "TMPDIR"] = arena.Temporary;
        return start;
    }

    private async Task ReadOutputAsync()
    {
        for (var count = 0; await _process.StandardOutput.ReadLineAsync() is { } line; count++)
        {
            var strikes = count >= FaultAt;
            if (strikes && _fault == Fault.Crash)
            {
                _process.Kill();
            }

            if (!strikes || _fault != Fault.Hang)
            {
                _output.Writer.TryWrite(line);
            }

            if (strikes && _fault is (Fault.Twice or Fault.Stray))
            {
                _output.Writer.TryWrite(_fault == Fault.Twice ? line : "Hello, world.");
            }
        }

        _output.Writer.Complete();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Unhandled exception", StringComparison.Ordinal))
            {
                Unhandled ??= line;
            }

            lock (_log)
            {
                _log.Enqueue(line.Length > 500 ? line[..500] : line);
                if (_log.Count > LogTail)
                {
                    _log.Dequeue();
                }
            }
        }
    }
}
