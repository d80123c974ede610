using System.Buffers;
using System.Text.Json;
using McpSecure.Schemas;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Arguments;

/// <summary>Takes out of the arguments what the schema would refuse as unknown, for tools whose operator says <see cref="UnknownFields.Drop"/>.</summary>
/// <remarks>
/// What it cannot take out for certain it leaves, and the guard refuses it: a name that differs from a declared one only in case, a field
/// that only some branch of the schema does not know, more than <see cref="MaxErrors"/> fields, and everything if a name of the schema is
/// behind a reference that cannot be followed.
/// </remarks>
internal sealed class UnknownFieldRemover(ToolSchemas schemas, IOptions<McpSecurityOptions> options)
{
    private const int MaxErrors = 1024;

    // A field may be seen only once those beside it are gone.
    private const int MaxPasses = 4;

    /// <summary>The arguments without them: the same object if there are none.</summary>
    public IDictionary<string, JsonElement>? From(IMcpServerPrimitive? primitive, string? name, IDictionary<string, JsonElement>? arguments)
    {
        if (arguments is not { Count: > 0 }
            || primitive is not McpServerTool tool
            || name is null
            || !options.Value.Tools.TryGetValue(name, out var set)
            || set.UnknownFields != UnknownFields.Drop)
        {
            return arguments;
        }

        try
        {
            return From(schemas.ArgumentsOf(tool), arguments);
        }
        catch (Exception)
        {
            // Half a character in a name, or an engine that throws: the guard meets the same, and refuses.
            return arguments;
        }
    }

    private static IDictionary<string, JsonElement> From(ToolArguments held, IDictionary<string, JsonElement> arguments)
    {
        if (held.Schema.Input is not { } schema || !held.Names.IsComplete)
        {
            return arguments;
        }

        for (var pass = 0; pass < MaxPasses && !schema.IsValid(arguments); pass++)
        {
            var errors = new SchemaErrors(MaxErrors);
            schema.Explain(arguments, errors);
            var removal = Removal.Of(errors.Where(error => IsToBeDropped(error, held.Names)).Select(error => error.InstancePath));
            if (removal is null)
            {
                break;
            }

            arguments = removal.From(arguments);
        }

        return arguments;
    }

    private static bool IsToBeDropped(SchemaError error, DeclaredNames names) =>
        ArgumentErrors.IsUnknownField(error)
        && !names.At(JsonPointers.Parent(error.InstancePath)).Contains(JsonPointers.Last(error.InstancePath), StringComparer.OrdinalIgnoreCase);

    /// <summary>The fields to take out of a value, by the way to them.</summary>
    private sealed class Removal
    {
        private readonly Dictionary<string, Removal> _below = new(StringComparer.Ordinal);
        private bool _isWhole;

        public static Removal? Of(IEnumerable<string> pointers)
        {
            var root = new Removal();
            foreach (var pointer in pointers)
            {
                var at = root;
                foreach (var part in JsonPointers.Parts(pointer))
                {
                    at = at._below.TryGetValue(part, out var next) ? next : at._below[part] = new Removal();
                }

                at._isWhole = true;
            }

            return root._below.Count == 0 ? null : root;
        }

        public Dictionary<string, JsonElement> From(IDictionary<string, JsonElement> arguments)
        {
            var rest = new Dictionary<string, JsonElement>(arguments.Count, StringComparer.Ordinal);
            foreach (var (name, value) in arguments)
            {
                if (!_below.TryGetValue(name, out var below))
                {
                    rest[name] = value;
                }
                else if (!below._isWhole)
                {
                    rest[name] = below.From(value);
                }
            }

            return rest;
        }

        private JsonElement From(JsonElement value)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                Write(writer, value);
            }

            return JsonElement.Parse(buffer.WrittenSpan);
        }

        private void Write(Utf8JsonWriter writer, JsonElement value)
        {
            if (_below.Count == 0 || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                value.WriteTo(writer);
            }
            else if (value.ValueKind == JsonValueKind.Array)
            {
                WriteItems(writer, value);
            }
            else
            {
                WriteMembers(writer, value);
            }
        }

        private void WriteItems(Utf8JsonWriter writer, JsonElement array)
        {
            writer.WriteStartArray();
            var index = 0;
            foreach (var item in array.EnumerateArray())
            {
                if (_below.TryGetValue($"{index++}", out var below))
                {
                    below.Write(writer, item);
                }
                else
                {
                    item.WriteTo(writer);
                }
            }

            writer.WriteEndArray();
        }

        // A name that is given twice stays given twice, for the guard to refuse.
        private void WriteMembers(Utf8JsonWriter writer, JsonElement value)
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject())
            {
                if (!_below.TryGetValue(member.Name, out var below))
                {
                    member.WriteTo(writer);
                }
                else if (!below._isWhole)
                {
                    writer.WritePropertyName(member.Name);
                    below.Write(writer, member.Value);
                }
            }

            writer.WriteEndObject();
        }
    }
}
