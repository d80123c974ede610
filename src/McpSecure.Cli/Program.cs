using McpSecure.Cli;

return CommandLine.Run(args, Console.In, new Output(Console.Out, Console.Error, Console.IsOutputRedirected), TimeProvider.System);
