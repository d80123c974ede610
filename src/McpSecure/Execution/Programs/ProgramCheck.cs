using McpSecure.Execution.Linux;

namespace McpSecure.Execution.Programs;

/// <summary>Whether what the application registered may be started, and what it really is. Looked at once, when the runner is created.</summary>
internal static class ProgramCheck
{
    /// <summary>What is parsed again by another program, whatever is done about quotes (CVE-2024-24576, CVE-2024-43402).</summary>
    private static readonly string[] Batch = [".bat", ".cmd", ".com", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh", ".hta", ".msc", ".lnk", ".pif", ".scr"];

    /// <summary>Finds the program behind an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="program">The program, if nothing is wrong.</param>
    /// <returns>What is wrong, and what to do about it; <see langword="null"/> if nothing is.</returns>
    public static string? Find(ProgramEntry entry, out Program? program)
    {
        program = null;
        if (!Path.IsPathFullyQualified(entry.Path) || entry.Path.Contains('\0', StringComparison.Ordinal))
        {
            return $"The program '{entry.Name}' has the path '{entry.Path}', which is not absolute. Give the full path: no search path is used.";
        }

        if (BatchFault(entry, entry.Path) is { } batch)
        {
            return batch;
        }

        var fault = ProgramFile.Open(entry, out var file);
        if (fault is null)
        {
            fault = BatchFault(entry, file!.Path) ?? InterpreterFault(entry, file);
            program = new Program(entry.Name, entry.Path, file.Path);
        }

        return fault;
    }

    private static string? BatchFault(ProgramEntry entry, string path)
    {
        // Windows takes trailing dots and blanks away before it looks at the name.
        var extension = Path.GetExtension(path.TrimEnd('.', ' '));
        return Array.Exists(Batch, batch => batch.Equals(extension, StringComparison.OrdinalIgnoreCase))
            ? $"The program '{entry.Name}' is a batch file or a script ('{extension}') whose arguments are parsed a second time. It cannot be started safely: register the program that it starts."
            : null;
    }

    private static string? InterpreterFault(ProgramEntry entry, ProgramFile file)
    {
        if (entry.AllowInterpreter)
        {
            return null;
        }

        var what = Interpreters.Find(Path.GetFileName(entry.Path)) ?? Interpreters.Find(Path.GetFileName(file.Path));
        return what is not null
            ? $"The program '{entry.Name}' is {what}: a value in a command could become code. Register a program that does one thing, or pass allowInterpreter: true and keep values out of the code."
            : file.IsScript
                ? $"The program '{entry.Name}' is a script or cannot be read: what becomes of its arguments is up to an interpreter. Pass allowInterpreter: true once you have seen that it quotes them."
                : null;
    }
}
