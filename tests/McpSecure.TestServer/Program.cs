using McpSecure.TestServer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A stdio server for the tests that need a process of its own. Arguments of the form Key=Value are configuration, as in any host;
// "log-to-stdout" leaves the console logger where the host puts it, and TestServer:PolicyFile is a file that code allows.
var builder = Host.CreateApplicationBuilder([.. args.Where(argument => argument.Contains('=', StringComparison.Ordinal))]);
if (!args.Contains("log-to-stdout"))
{
    builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}

builder.Services.AddMcpServer()
    .WithSecureStdioServerTransport()
    .WithTools<FileTools>()
    .AddMcpSecurity(security =>
    {
        if (builder.Configuration["TestServer:PolicyFile"] is { } file)
        {
            security.PolicyFiles.Add(file);
        }
    });

if (builder.Configuration["TestServer:Program"] is { } program)
{
    builder.Services.AddProcessRunner(options => options.Programs.Add("tool", program));
}

await builder.Build().RunAsync();
