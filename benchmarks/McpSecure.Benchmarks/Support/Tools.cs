using ModelContextProtocol.Server;

namespace McpSecure.Benchmarks.Support;

/// <summary>The tools of a measured server. They do next to nothing: what is measured is the way to them.</summary>
internal static class Tools
{
    public static IEnumerable<McpServerTool> Of(Load load)
    {
        var names = Enumerable.Range(0, load.Tools).Select(Names.Tool).Append(Names.Denied).Append(Names.Asking);
        return names.Select(name => McpServerTool.Create(
            load.Suspends ? ReadLater : Read, new McpServerToolCreateOptions { Name = name }));
    }

    private static string Read(string path, int lines) => lines < 0 ? path : "text";

    private static async Task<string> ReadLater(string path, int lines)
    {
        await Task.Yield();
        return Read(path, lines);
    }
}
