using Microsoft.Extensions.Configuration;

namespace McpSecure;

/// <summary>What the operator allows of one argument of a tool, beyond what the tool's own schema says. Every line has to hold.</summary>
/// <remarks>
/// A rule only takes away. It is about what is sent: an argument that is left out, is <c>null</c> or of another type breaks every line,
/// unless the schema declares a default that keeps it. Under <c>[*]</c> every element has to keep it.
/// </remarks>
public sealed class ArgumentRuleOptions
{
    /// <summary>Gets or sets the only value. The key in configuration is <c>Equals</c>.</summary>
    /// <value>
    /// A text has to be the same characters, a number the same number (<c>5</c> is <c>5.0</c>), a boolean the same truth. The default is
    /// <see langword="null"/>: any value.
    /// </value>
    [ConfigurationKeyName("Equals")]
    public string? EqualTo { get; set; }

    /// <summary>Gets the values by what they get. A value that is not listed is refused.</summary>
    /// <value>
    /// The key is the value, compared as with <see cref="EqualTo"/>. <see cref="Access.Allow"/> lets it pass, <see cref="Access.Ask"/> once
    /// a person has agreed, and <see cref="Access.Deny"/> takes it out again, in a later file for example. Empty by default: any value.
    /// </value>
    public IDictionary<string, Access> OneOf { get; } = new Dictionary<string, Access>(StringComparer.Ordinal);

    /// <summary>Gets or sets the regular expression (ECMA-262) that the whole text has to match.</summary>
    /// <value>Without look-around and back-reference, which have no bound on their cost. The default is <see langword="null"/>: any text.</value>
    public string? Pattern { get; set; }

    /// <summary>Gets or sets the least number, inclusive.</summary>
    /// <value>The default is <see langword="null"/>: no bound.</value>
    public decimal? Minimum { get; set; }

    /// <summary>Gets or sets the greatest number, inclusive.</summary>
    /// <value>The default is <see langword="null"/>: no bound.</value>
    public decimal? Maximum { get; set; }

    /// <summary>Gets or sets the least length of a text.</summary>
    /// <value>In characters (Unicode code points), 0 or more. The default is <see langword="null"/>: no bound.</value>
    public int? MinLength { get; set; }

    /// <summary>Gets or sets the greatest length of a text.</summary>
    /// <value>In characters (Unicode code points), 0 or more. The default is <see langword="null"/>: no bound.</value>
    public int? MaxLength { get; set; }

    /// <summary>Gets or sets how many items a list may have.</summary>
    /// <value>0 or more. The default is <see langword="null"/>: no bound.</value>
    public int? MaxItems { get; set; }

    /// <summary>Gets or sets the greatest number, inclusive, that needs no person's agreement.</summary>
    /// <value>The default is <see langword="null"/>: no number needs it.</value>
    public decimal? AskAbove { get; set; }
}
