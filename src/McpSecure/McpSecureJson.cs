using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelContextProtocol;

namespace McpSecure;

/// <summary>Reads the arguments of a tool as strictly as its schema says.</summary>
public static class McpSecureJson
{
    /// <summary>Gets serializer options for <c>WithTools&lt;T&gt;(McpSecureJson.StrictOptions)</c>: a second check behind the schema, in the reader itself.</summary>
    /// <value>Read-only options that start from those of the SDK.</value>
    /// <remarks>
    /// <para>
    /// The SDK reads <c>{"PATH":"x"}</c> as <c>path</c>, <c>"5"</c> as 5, <c>"NaN"</c> as a number and 77 as an enum that has no such value;
    /// it takes the last of two equal names, ignores names it does not know, and puts <see langword="null"/> where a type says there is none.
    /// With these options it refuses all of that, and says <c>additionalProperties: false</c> in the schemas it makes.
    /// </para>
    /// <para>
    /// They do not replace the schema check. Out of their reach are two arguments of the same name, of which the SDK has kept the last
    /// before, and an argument that is <see langword="null"/>; attributes such as <c>[Range]</c>; the case of an enum's names, and several
    /// of them with commas between; and <c>1e400</c>, which is read as infinity. Where reflection is switched off, as in a native build, enums are read as the application's own
    /// <see cref="JsonSerializerContext"/> says: add it to a copy of these options, and give the enums converters.
    /// </para>
    /// </remarks>
    public static JsonSerializerOptions StrictOptions { get; } = Create();

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Where there is no dynamic code, reflection is off, and the converter is not made.")]
    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(McpJsonUtilities.DefaultOptions)
        {
            AllowDuplicateProperties = false,
            PropertyNameCaseInsensitive = false,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        if (JsonSerializer.IsReflectionEnabledByDefault)
        {
            foreach (var lenient in options.Converters.OfType<JsonStringEnumConverter>().ToArray())
            {
                options.Converters.Remove(lenient);
            }

            options.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        }

        options.MakeReadOnly();
        return options;
    }
}
