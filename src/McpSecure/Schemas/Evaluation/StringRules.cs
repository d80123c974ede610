using McpSecure.Schemas.Formats;
using McpSecure.Schemas.Patterns;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Length, pattern and format of strings.</summary>
internal sealed class StringRules
{
    public int Least;
    public int Most = int.MaxValue;
    public StringPattern? Pattern;
    public string? PatternText;
    public FormatCheck? Format;
    public string? FormatName;

    /// <summary>How much longer than usual a byte may take.</summary>
    public int FormatCost = 1;
}
