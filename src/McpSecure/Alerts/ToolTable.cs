using System.Collections.Concurrent;

namespace McpSecure.Alerts;

/// <summary>The tools that have been called, by the names under which the server holds them. Bounded: a server that makes tools at run time fills no memory.</summary>
internal sealed class ToolTable
{
    private readonly ConcurrentDictionary<string, ToolProfile> _tools = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The tool, or <see langword="null"/> if there are too many.</summary>
    public ToolProfile? Of(string name)
    {
        if (_tools.TryGetValue(name, out var known))
        {
            return known;
        }

        if (Volatile.Read(ref _count) >= Profile.ToolSet.Most)
        {
            return null;
        }

        var number = Interlocked.Increment(ref _count) - 1;
        return number < Profile.ToolSet.Most ? _tools.GetOrAdd(name, new ToolProfile(name, number)) : null;
    }
}
