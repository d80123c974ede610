using System.Runtime.CompilerServices;
using System.Text.Json;

namespace McpSecure.Schemas.Evaluation;

internal static class JsonTypesOfKinds
{
    // In the order of JsonValueKind.
    private static ReadOnlySpan<JsonTypes> Table =>
    [
        JsonTypes.None, JsonTypes.Object, JsonTypes.Array, JsonTypes.String, JsonTypes.Number, JsonTypes.True, JsonTypes.False, JsonTypes.Null,
    ];

    /// <summary>What a value of this kind can be: a number may turn out to be an integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonTypes ToTypes(this JsonValueKind kind) => Table[(int)kind];
}
