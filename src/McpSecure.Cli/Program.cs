using McpSecure.Cli;

return CommandLine.Run(args, new Output(Console.Out, Console.Error, Console.IsOutputRedirected), TimeProvider.System);
