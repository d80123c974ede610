namespace McpSecure.Execution;

/// <summary>Why a command did not run.</summary>
/// <remarks>The list is closed and its names are stable.</remarks>
public enum CommandRefusal
{
    /// <summary>No reason was given. A defect: the command did not run.</summary>
    None = 0,

    /// <summary>An argument begins like an option and stands where the program would take it for one (CWE-88).</summary>
    OptionInjection = 1,

    /// <summary>A value holds NUL or another control character: programs end, split or show the argument there (CWE-158).</summary>
    ControlCharacter = 2,

    /// <summary>A value is no valid Unicode text: it holds half of a surrogate pair.</summary>
    Malformed = 3,

    /// <summary>A value is missing or empty where that would change which argument is which.</summary>
    Empty = 4,

    /// <summary>An argument, a list or the whole command is too long.</summary>
    TooLong = 5,

    /// <summary>A value is none of those that are allowed.</summary>
    NotAllowed = 6,

    /// <summary>A value does not match its pattern as a whole.</summary>
    PatternMismatch = 7,

    /// <summary>The command as it stands in the source is wrong, whatever the values are: it names no program, or quotes something.</summary>
    Template = 8,

    /// <summary>The program is none of those that the application registered.</summary>
    ProgramNotAllowed = 9,

    /// <summary>The paths of the command and its working directory belong to different roots.</summary>
    WorkingDirectory = 10,

    /// <summary>The operating system did not start the program.</summary>
    NotStarted = 11,
}
