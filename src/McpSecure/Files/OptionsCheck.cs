using System.Globalization;

namespace McpSecure.Files;

/// <summary>Bounds of what a caller sets. An enum value without a name is an error, not a guess.</summary>
internal static class OptionsCheck
{
    private const int MaximumDepth = 64;

    public static void Check(SecureRootOptions options)
    {
        Require(!string.IsNullOrWhiteSpace(options.Name), options.Name, "Name must not be empty", nameof(options));
        Require(Enum.IsDefined(options.Access) && options.Access != PathAccess.None, options.Access, "Access must be Read or ReadWrite", nameof(options));
        Require(Enum.IsDefined(options.SymbolicLinks), options.SymbolicLinks, "SymbolicLinks has no such value", nameof(options));
        Require(Enum.IsDefined(options.HardLinks), options.HardLinks, "HardLinks has no such value", nameof(options));
        Require(Enum.IsDefined(options.Names), options.Names, "Names has no such value", nameof(options));
        Require(options.MaxReadBytes >= 0 && options.MaxReadBytes < Array.MaxLength, options.MaxReadBytes, "MaxReadBytes must be from 0 to 2,147,483,590", nameof(options));
        Require(options.MaxWriteBytes >= 0, options.MaxWriteBytes, "MaxWriteBytes must not be negative", nameof(options));
        ArgumentNullException.ThrowIfNull(options.ProtectedNames, nameof(options));
        ArgumentNullException.ThrowIfNull(options.KeepApart, nameof(options));
        foreach (var name in options.ProtectedNames)
        {
            Require(IsName(name), name, "ProtectedNames must hold single names", nameof(options));
        }

        foreach (var place in options.KeepApart)
        {
            Require(!string.IsNullOrEmpty(place), place, "KeepApart must hold paths", nameof(options));
        }
    }

    public static void Check(ListingLimits limits)
    {
        Require(limits.MaxEntries >= 1, limits.MaxEntries, "MaxEntries must be at least 1", nameof(limits));
        Require(limits.MaxVisited >= 1, limits.MaxVisited, "MaxVisited must be at least 1", nameof(limits));
        Require(limits.MaxDepth is >= 1 and <= MaximumDepth, limits.MaxDepth, "MaxDepth must be from 1 to 64", nameof(limits));
    }

    // One that can be no name of a file would protect nothing.
    private static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name is not ("." or "..") && !name.AsSpan().ContainsAny('/', '\\', '\0');

    private static void Require(bool isMet, IFormattable value, string rule, string parameter) =>
        Require(isMet, value.ToString(format: null, CultureInfo.InvariantCulture), rule, parameter);

    private static void Require(bool isMet, string? value, string rule, string parameter)
    {
        if (!isMet)
        {
            throw new ArgumentOutOfRangeException(parameter, $"{rule}; it is '{value}'.");
        }
    }
}
