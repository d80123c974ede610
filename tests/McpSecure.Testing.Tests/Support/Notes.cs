using System.Collections.Concurrent;

namespace McpSecure.Testing.Tests.Support;

/// <summary>What ran.</summary>
internal sealed class Notes
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public string Add(string line)
    {
        _lines.Enqueue(line);
        return line;
    }
}
