namespace McpSecure.Tests.Architecture;

/// <summary>Which way dependencies run: <c>root ← Calls ← Policy ← rooms ← Pipeline ← front door</c>. A room is a namespace.</summary>
/// <remarks>Below all of them stands what could be a package of its own: it is public, everything may use it, and it knows nothing else.</remarks>
internal static class Rooms
{
    private const string Root = "root";
    private const string FrontDoor = "front door";
    private const string Elsewhere = "elsewhere";

    private static readonly string[] Packages = ["Schemas", "Files", "Execution", "Journal", "Redaction"];
    private static readonly string[] BeforeRooms = [Root, "Calls", "Policy"];
    private static readonly string[] AfterRooms = ["Pipeline", FrontDoor];

    /// <summary>What an application calls: the only types of the root that know more than the root.</summary>
    private static readonly string[] FrontDoorTypes =
    [
        "McpSecure.McpSecurity",
        "Microsoft.Extensions.DependencyInjection.McpSecurityBuilderExtensions",
        "Microsoft.Extensions.DependencyInjection.McpSecurityHttpClientBuilderExtensions",
        "Microsoft.Extensions.DependencyInjection.ProcessRunnerServiceCollectionExtensions",
        "OpenTelemetry.Metrics.McpSecurityMeterProviderBuilderExtensions",
        "OpenTelemetry.Trace.McpSecurityTracerProviderBuilderExtensions",
    ];

    /// <summary>The sentences about every reference that runs the wrong way, or from one room into another.</summary>
    public static IEnumerable<string> Violations(IEnumerable<TypeReference> references) =>
        from reference in references
        let room = Of(reference.From)
        let used = Of(reference.To)
        where used != Elsewhere && room != used && Level(used) >= Level(room)
        select $"{reference.From} ({room}) uses {reference.To} ({used})";

    public static string Of(string type)
    {
        if (FrontDoorTypes.Contains(type))
        {
            return FrontDoor;
        }

        var parts = type.Split('.');
        return parts[0] != nameof(McpSecure) ? Elsewhere : parts.Length == 2 ? Root : parts[1];
    }

    public static bool IsPackage(string? room) => Packages.Contains(room);

    private static int Level(string room) => room switch
    {
        "Execution" => -1, // it opens files beneath a root
        _ when IsPackage(room) => -2,
        Elsewhere => 1, // what a source generator adds: it may know the root, and nothing else
        _ when Array.IndexOf(BeforeRooms, room) is >= 0 and var before => before,
        _ when Array.IndexOf(AfterRooms, room) is >= 0 and var after => BeforeRooms.Length + 1 + after,
        _ => BeforeRooms.Length,
    };
}
