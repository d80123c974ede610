using McpSecure.Execution.Programs;

namespace McpSecure.Execution;

/// <summary>The programs that a <see cref="ProcessRunner"/> may start: the names by which commands call them, and where they are.</summary>
/// <remarks>Not safe for concurrent use; the runner takes a copy.</remarks>
public sealed class ProcessPrograms
{
    private readonly Dictionary<string, ProgramEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Gets the names by which commands call them.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Gets them all.</summary>
    internal IEnumerable<ProgramEntry> Entries => _entries.Values;

    /// <summary>Permits a program. Whether it is there, and what it is, is checked when the runner is created.</summary>
    /// <param name="name">What commands call it: the first word of them. Case counts.</param>
    /// <param name="path">Its absolute path. No search path is ever used (CWE-426, CWE-427).</param>
    /// <param name="allowInterpreter">
    /// Whether it may be a shell, an interpreter, a launcher or a script: a program that runs code, or another program, from arguments that
    /// need not look like options. Then a hole can be code, and keeping it from being that is up to the command (CWE-78, CWE-94).
    /// The default is <see langword="false"/>. Batch files and the like (<c>.bat</c>, <c>.cmd</c>, <c>.ps1</c>, …) are refused regardless:
    /// their arguments are parsed again (CVE-2024-24576).
    /// </param>
    /// <exception cref="ArgumentException">The name is empty, holds blanks or quotes, or is taken.</exception>
    public void Add(string name, string path, bool allowInterpreter = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Commands.LiteralText.Fault(name) is not null || name.AsSpan().ContainsAny(" \t\r\n"))
        {
            throw new ArgumentException($"The name of a program is one word, without quotes; it is '{name}'.", nameof(name));
        }

        if (!_entries.TryAdd(name, new ProgramEntry(name, path, allowInterpreter)))
        {
            throw new ArgumentException($"The program '{name}' is there already.", nameof(name));
        }
    }
}
