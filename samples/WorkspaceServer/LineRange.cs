using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace WorkspaceServer;

/// <summary>The lines of a file that <c>read_file</c> is asked for.</summary>
internal sealed record LineRange
{
    /// <summary>More lines than any file that one read returns has.</summary>
    public const int MaxLine = 1_000_000;

    /// <summary>Gets the number of the first line.</summary>
    [Range(1, MaxLine)]
    [Description("The first line; 1 is the first of the file.")]
    public required int From { get; init; }

    /// <summary>Gets the number of the last line.</summary>
    [Range(1, MaxLine)]
    [Description("The last line.")]
    public required int To { get; init; }
}
