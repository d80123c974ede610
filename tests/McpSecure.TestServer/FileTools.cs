using System.ComponentModel;
using ModelContextProtocol.Server;

namespace McpSecure.TestServer;

/// <summary>Tools that do nothing but say that they ran.</summary>
[McpServerToolType]
internal sealed class FileTools
{
    [McpServerTool(Name = "read_file"), Description("Reads a file.")]
    public static string Read(string path) => $"read {path}";

    [McpServerTool(Name = "write_file"), Description("Writes a file.")]
    public static string Write(string path) => $"wrote {path}";

    [McpServerTool(Name = "delete_file", Destructive = true), Description("Deletes a file.")]
    public static string Delete(string path) => $"deleted {path}";
}
