namespace McpSecure.Execution;

/// <summary>Why a statement did not run, or was stopped.</summary>
/// <remarks>The list is closed and its names are stable.</remarks>
public enum SqlRefusal
{
    /// <summary>No reason was given. A defect: the statement did not run.</summary>
    None = 0,

    /// <summary>A value would stand inside a quoted text, a quoted name or a comment, where no parameter can be (CWE-89).</summary>
    HoleInQuotes = 1,
}
