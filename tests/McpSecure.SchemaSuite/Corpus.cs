namespace McpSecure.SchemaSuite;

internal static class Corpus
{
    public static int Run(string directory) => Directory.Exists(directory) ? 0 : 2;
}
