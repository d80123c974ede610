namespace McpSecure.Execution.Commands;

/// <summary>What is known of a value beyond its text. The default value is nothing, and is refused.</summary>
internal enum ArgumentKind
{
    /// <summary>It was never given a value.</summary>
    None = 0,

    /// <summary>Text of one line, which anybody may have written.</summary>
    Line,

    /// <summary>Text of several lines, which anybody may have written.</summary>
    Lines,

    /// <summary>A path that a root has checked: text before or after it would make another path of it.</summary>
    Path,

    /// <summary>An integer.</summary>
    Number,

    /// <summary>One of the values that stand in the source of the application: an option, if it is one, is meant to be.</summary>
    Chosen,
}
