namespace McpSecure;

/// <summary>How often something may be called, how many calls of it may run at once, and how large and how long one call may be.</summary>
/// <remarks>
/// Each caller is held to <c>McpSecurity:Limits</c> or, if that is less, to the widest limits among his roles. A tool is held to its own limits besides,
/// whoever calls it. What is left out limits nothing beyond the others.
/// </remarks>
public class LimitsOptions
{
    /// <summary>The largest number of calls that means anything.</summary>
    internal const int MostCalls = 1_000_000;

    /// <summary>The largest number of bytes that can be limited to.</summary>
    internal const int MostBytes = 1024 * 1024 * 1024;

    /// <summary>The longest time, one day.</summary>
    internal const int MostSeconds = 24 * 60 * 60;

    /// <summary>The deepest nesting that the MCP SDK reads.</summary>
    internal const int MostDepth = 64;

    /// <summary>Gets or sets how many calls may begin within a minute.</summary>
    /// <value>
    /// From 1 to 1,000,000. The default is <see langword="null"/>; for a caller, 600. So many may come at once; they grow back evenly, one in
    /// a sixtieth of a second at 3,600.
    /// </value>
    public int? CallsPerMinute { get; set; }

    /// <summary>Gets or sets how many calls may run at once. A call runs until its work has ended, whether or not anybody still waits for the answer.</summary>
    /// <value>From 1 to 1,000,000. The default is <see langword="null"/>; for a caller, 32.</value>
    public int? ConcurrentCalls { get; set; }

    /// <summary>Gets or sets how large the arguments of a call may be, as UTF-8 JSON without blanks.</summary>
    /// <value>Bytes, from 1 to 1,073,741,824. The default is <see langword="null"/>; for a caller, 1,048,576.</value>
    public int? ArgumentBytes { get; set; }

    /// <summary>Gets or sets how deep the arguments of a call may be nested. A plain value is at depth 1, an element of a list at 2.</summary>
    /// <value>From 1 to 64. The default is <see langword="null"/>; for a caller, 32.</value>
    public int? ArgumentDepth { get; set; }

    /// <summary>Gets or sets how long each text in the arguments of a call may be, names of fields included.</summary>
    /// <value>UTF-16 code units, from 1 to 1,073,741,824. The default is <see langword="null"/>: <see cref="ArgumentBytes"/> limits it.</value>
    public int? ArgumentTextLength { get; set; }

    /// <summary>Gets or sets how many elements each list, and fields each object, in the arguments of a call may have.</summary>
    /// <value>From 1 to 1,073,741,824. The default is <see langword="null"/>: <see cref="ArgumentBytes"/> limits it.</value>
    public int? ArgumentItems { get; set; }

    /// <summary>Gets or sets how large the result of a call may be, as it is sent. Longer texts are cut, visibly; a structured result is refused.</summary>
    /// <value>Bytes, from 1 to 1,073,741,824. The default is <see langword="null"/>; for a caller, 10,485,760.</value>
    /// <remarks>
    /// The SDK sends JSON in ASCII: six bytes for each UTF-16 code unit beyond it, and for controls, quotes and <c>&lt; &gt; &amp; ' + `</c>, two for line ends, tabs and
    /// backslashes.
    /// </remarks>
    public int? ResultBytes { get; set; }

    /// <summary>Gets or sets how long a call may run before it is answered with a refusal and told to stop.</summary>
    /// <value>Seconds, from 1 to 86,400. The default is <see langword="null"/>; for a caller, 60.</value>
    /// <remarks>
    /// <para>
    /// Of tools, prompts and resources, counted from when the code itself begins: the time in which a person is asked before it does not count, the time
    /// for which the code itself waits does. The <see cref="System.Threading.CancellationToken"/> of the code is cancelled; the answer
    /// does not wait for it, not even where the code holds its thread.
    /// </para>
    /// <para>
    /// Nothing can stop code that goes on. It keeps its place among <see cref="ConcurrentCalls"/> until it ends, what it returns or throws then is
    /// dropped, and it is counted (<c>mcpsecure.calls.abandoned</c>) and, after another second, logged. Services of its request may have been disposed by then.
    /// </para>
    /// </remarks>
    public int? TimeoutSeconds { get; set; }

    /// <summary>Gets or sets how long a call may run without reporting progress before it is answered with a refusal and told to stop.</summary>
    /// <value>Seconds, from 1 to 86,400. The default is <see langword="null"/>: only <see cref="TimeoutSeconds"/> ends it.</value>
    /// <remarks>
    /// Each report of the code to its <see cref="System.IProgress{T}"/> begins the time anew, and puts <see cref="TimeoutSeconds"/> off by nothing. It
    /// holds only for calls of which the client wants to see progress, with a <c>progressToken</c> that no other call of the session has: without one the code has no way to report any.
    /// </remarks>
    public int? IdleTimeoutSeconds { get; set; }
}
