using System.Diagnostics;
using McpSecure.Execution;

// A stdio server in the middle of a call, whose tool runs a program that writes an answer of its own, and reads what the client sends
// next. "plain" starts it as one does who does not think of the streams; "runner" by a ProcessRunner.
const string Script = """
    echo '{"jsonrpc":"2.0","id":7,"result":{"forged":true}}'
    echo '{"jsonrpc":"2.0","id":8,"result":{"forged":true}}' >&2
    head -n 1 >/dev/null
    """;

Console.Out.WriteLine("""{"jsonrpc":"2.0","id":6,"result":{}}""");
if (args is ["plain"])
{
    using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script]))!;
    await process.WaitForExitAsync();
}
else
{
    var options = new ProcessRunnerOptions { Environment = { ["PATH"] = "/usr/bin:/bin" } };
    options.Programs.Add("sh", "/bin/sh", allowInterpreter: true);
    using var runner = new ProcessRunner(options);
    await runner.RunAsync($"sh -c {CommandArgument.Text(Script)}");
}

Console.Out.WriteLine(Console.In.ReadLine());
