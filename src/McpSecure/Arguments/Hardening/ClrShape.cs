namespace McpSecure.Arguments.Hardening;

/// <summary>What a value is read into, as far as numbers, flags and times of day are concerned. A type that holds itself has a shape that holds itself.</summary>
internal sealed class ClrShape
{
    /// <summary>Gets the shape of everything nothing is known about.</summary>
    public static ClrShape Unknown { get; } = new();

    public ClrNumberKind Number { get; init; }

    /// <summary>Gets the names of a <c>[Flags]</c> enum as JSON writes them.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Gets a value indicating whether it is a <see cref="TimeOnly"/>.</summary>
    public bool IsTimeOfDay { get; init; }

    /// <summary>Gets or sets the shape of the items of an array, or of the values of a dictionary.</summary>
    public ClrShape? Element { get; set; }

    /// <summary>Gets or sets how the keys of a dictionary are written.</summary>
    public ClrKeys? Keys { get; set; }

    /// <summary>Gets or sets the members of an object by name.</summary>
    public ClrMembers? Members { get; set; }
}
