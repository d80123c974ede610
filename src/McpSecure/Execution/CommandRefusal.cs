namespace McpSecure.Execution;

/// <summary>Why a command did not run.</summary>
/// <remarks>The list is closed and its names are stable.</remarks>
public enum CommandRefusal
{
    /// <summary>No reason was given. A defect: the command did not run.</summary>
    None = 0,

    /// <summary>An argument begins like an option and stands where the program would take it for one (CWE-88).</summary>
    OptionInjection = 1,
}
