using System.Text;

namespace McpSecure.Execution.Linux;

/// <summary>The environment of all programs of a runner: UTF-8, <c>NAME=value</c>, a NUL after each.</summary>
internal sealed class EnvironmentBlock
{
    public EnvironmentBlock(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in variables)
        {
            text.Append(name).Append('=').Append(value).Append('\0');
            Count++;
        }

        Bytes = Encoding.UTF8.GetBytes(text.ToString());
    }

    public byte[] Bytes { get; }

    public int Count { get; }
}
