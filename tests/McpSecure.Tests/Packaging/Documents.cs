using System.Text.Json;
using McpSecure.Policy;
using McpSecure.Tests.Policy;

namespace McpSecure.Tests.Packaging;

/// <summary>A whole appsettings.json, as the server reads it and as an editor checks it.</summary>
internal static class Documents
{
    private static readonly JsonDocumentOptions Jsonc = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static JsonElement Parse(string document) => JsonElement.Parse(document, Jsonc);

    /// <summary>What stops the start, the names of tools and directories that are not on this machine aside.</summary>
    public static string[] ServerErrors(string document)
    {
        var folder = Directory.CreateTempSubdirectory("mcpsecure-");
        File.WriteAllText(Path.Join(folder.FullName, "appsettings.json"), document);
        var source = new PolicySource(folder.FullName, host: null, environment: null);
        folder.Delete(recursive: true);
        return [.. Written.Validator(source).Errors(Written.Options(source)).Where(error => !error.Contains(" cannot be opened as a directory: ", StringComparison.Ordinal))];
    }

    /// <summary>What an editor underlines.</summary>
    public static string[] SchemaErrors(string document) => Schema.OfPackage.Errors(Parse(document));
}
