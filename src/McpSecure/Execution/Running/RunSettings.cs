using System.Collections.Frozen;
using System.Text;
using McpSecure.Execution.Commands;
using McpSecure.Execution.Programs;
using McpSecure.Files;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Execution.Running;

/// <summary>The options of a runner, checked; they turn a command into a run, or refuse it.</summary>
internal sealed class RunSettings : IDisposable
{
    /// <summary>The options of a run that has none.</summary>
    public static readonly ProcessRunOptions Nothing = new();

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly FrozenDictionary<string, Program> _programs;
    private readonly FrozenDictionary<string, Program>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly ProcessRunnerOptions _options;
    private readonly Lazy<EmptyDirectory> _empty = new();

    private RunSettings(ProcessRunnerOptions options, IEnumerable<Program> programs)
    {
        _options = options;
        _programs = programs.ToFrozenDictionary(program => program.Name, StringComparer.Ordinal);
        _lookup = _programs.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <exception cref="ArgumentException">Something is not fit for use.</exception>
    public static RunSettings From(ProcessRunnerOptions options)
    {
        var faults = RunnerOptionsCheck.Faults(options, out var programs);
        return faults.Count == 0
            ? new RunSettings(Copy(options), programs)
            : throw new ArgumentException(string.Join(' ', faults), nameof(options));
    }

    /// <exception cref="CommandRefusedException">The command may not be run.</exception>
    public Run Create(ArgumentVector vector, ProcessRunOptions options, CancellationToken cancellationToken)
    {
        RunnerOptionsCheck.Check(options);
        var bytes = vector.Bytes;
        if (bytes.Length > _options.MaxArgumentBytes)
        {
            throw new CommandRefusedException(CommandRefusal.TooLong, "The command is too long.");
        }

        var program = FindProgram(bytes, out var length);
        var arguments = new byte[bytes.Length - length + (vector.Count > 1 ? 1 : 0)];
        bytes[length..].CopyTo(arguments);
        var plan = new LaunchPlan(program, arguments, vector.Count - 1, DirectoryOf(vector.Root, options.WorkingDirectory));
        var run = new Run(
            plan,
            InputOf(options),
            options.Timeout ?? _options.Timeout,
            options.MaxOutputBytes ?? _options.MaxOutputBytes,
            cancellationToken);
        plan.Hold();
        return run;
    }

    public void Dispose()
    {
        if (_empty.IsValueCreated)
        {
            _empty.Value.Dispose();
        }
    }

    private static ProcessRunnerOptions Copy(ProcessRunnerOptions options) => new()
    {
        WorkingDirectory = options.WorkingDirectory,
        Timeout = options.Timeout,
        MaxOutputBytes = options.MaxOutputBytes,
        MaxArgumentBytes = options.MaxArgumentBytes,
        MaxConcurrent = options.MaxConcurrent,
        Containment = options.Containment,
    };

    private static ReadOnlyMemory<byte> InputOf(ProcessRunOptions options)
    {
        try
        {
            return options.InputText is { } text ? Strict.GetBytes(text) : options.Input;
        }
        catch (EncoderFallbackException)
        {
            throw new CommandRefusedException(CommandRefusal.Malformed, "The input of the program is no valid Unicode text: it holds half of a surrogate pair.");
        }
    }

    private Program FindProgram(ReadOnlySpan<byte> bytes, out int length)
    {
        var end = bytes.IndexOf((byte)0);
        var name = end < 0 ? bytes : bytes[..end];
        length = end < 0 ? bytes.Length : end + 1;
        if (name.IsEmpty)
        {
            throw Refused.Template("It names no program.");
        }

        Span<char> text = name.Length <= 256 ? stackalloc char[256] : [];
        return name.Length <= 256 && _lookup.TryGetValue(text[..Encoding.UTF8.GetChars(name, text)], out var program)
            ? program
            : throw new CommandRefusedException(CommandRefusal.ProgramNotAllowed, "The program of the command is none of those that this server may start.");
    }

    private SafeFileHandle DirectoryOf(SecureRoot? paths, SecureRoot? run)
    {
        if (paths is not null && run is not null && !ReferenceEquals(paths, run))
        {
            throw new CommandRefusedException(
                CommandRefusal.WorkingDirectory, "The paths of the command are beneath another root than its working directory, and would lead elsewhere.");
        }

        var root = paths ?? run ?? _options.WorkingDirectory;
        if (root is null)
        {
            return _empty.Value.Handle;
        }

        // Each path has been checked; but a program without any would begin in the middle of what the caller may not reach.
        return (root.IsWhole || paths is not null) && root.Handle is { } handle
            ? handle
            : throw new CommandRefusedException(
                CommandRefusal.WorkingDirectory, $"Only parts of '{root.Name}' may be reached here, so that no program can run in it. Name a directory.");
    }
}
