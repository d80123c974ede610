using McpSecure.Policy.Rules;
using McpSecure.Redaction;

namespace McpSecure.Policy.Sensitive;

/// <summary>Finds settings of redaction that would not do what they say, and makes of good ones what they say.</summary>
internal static class RedactionOptionsCheck
{
    private const string Section = McpSecurityOptions.SectionName;

    /// <exception cref="InvalidOperationException">The file of the key cannot be used any more.</exception>
    public static Redactor Redactor(RedactionOptions options) => new(new SecretNames(options.Keys), HashKeyFile.Of(options));

    public static IEnumerable<string> Errors(McpSecurityOptions options) =>
    [
        .. options.Audit.Redaction.Keys.Keys.Where(key => SecretNames.Plain(key).Length == 0)
            .Select(key => $"{Section}:Audit:Redaction:Keys:{key} has no letter or digit; use a name of a field such as iban."),
        .. HashKeyFile.Errors(options.Audit.Redaction),
        .. options.Tools.SelectMany(tool => tool.Value.Sensitive.Keys.Where(path => !ArgumentPath.TryParse(path, out _))
            .Select(path => $"{Section}:Tools:{tool.Key}:Sensitive:{path} is no argument; write amount, filter.status, edits[*].path or ['a.b'].")),
    ];
}
