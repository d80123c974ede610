using McpSecure.Fuzz;

if (!FuzzOptions.TryParse(args, out var options, out var problem))
{
    await Console.Error.WriteLineAsync($"{problem}{Environment.NewLine}{FuzzOptions.Usage}");
    return 2;
}

return await new Fuzzer(options, Console.Out).RunAsync() == 0 ? 0 : 1;
