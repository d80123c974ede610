using McpSecure.SchemaSuite;

// 0: the goals are reached; 1: they are not; 2: nothing was measured.
return args switch
{
    ["--corpus", var directory] when Directory.Exists(directory) => Corpus.Run(directory),
    [var directory, "draft2020-12" or "draft7"] when Directory.Exists(Path.Join(directory, "tests", args[1])) => new Suite(directory, args[1]).Run(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run --project tests/McpSecure.SchemaSuite -- SUITE_DIR draft2020-12|draft7
            SUITE_DIR: a checkout of JSON-Schema-Test-Suite, with tests and remotes.
        dotnet run --project tests/McpSecure.SchemaSuite -- --corpus DIR
            DIR: files of tool definitions, each a list of objects with inputSchema and perhaps outputSchema.
        """);
    return 2;
}
