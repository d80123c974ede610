using System.Collections.Concurrent;

namespace McpSecure.Tests.Support;

/// <summary>What really ran, in order. The question behind most tests here is whether user code was reached.</summary>
internal sealed class Ran
{
    private readonly ConcurrentQueue<string> _entries = new();

    public IReadOnlyList<string> Entries => [.. _entries];

    /// <summary>Notes one step and returns it, so that it can be a tool's result.</summary>
    public string Note(string what)
    {
        _entries.Enqueue(what);
        return what;
    }
}
