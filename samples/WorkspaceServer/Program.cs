using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using WorkspaceServer;

if (!CommandLine.TryParse(args, out var commandLine, out var problem))
{
    await Console.Error.WriteLineAsync(problem);
    return 2;
}

using var workspace = await Workspace.OpenAsync(commandLine.Workspace);
using var trace = commandLine.Trace is null ? null : new TraceFile(commandLine.Trace);

// The client chooses the working directory, and the host reads appsettings.json from the content root: so the root is our own folder.
// The arguments stay away from the host's configuration, where --McpSecurity:... would be policy.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });

// stdout belongs to the protocol. A client that does not read stderr must not stop the server: what does not fit is dropped.
builder.Logging.AddConsole(console =>
{
    console.LogToStandardErrorThreshold = LogLevel.Trace;
    console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
});

builder.Services.AddWorkspaceServer(workspace, commandLine.Role, commandLine.Journal);
if (Telemetry.IsWanted)
{
    builder.AddTelemetry(hasJournal: commandLine.Journal is not null);
}

await builder.Build().RunAsync();
return 0;
