using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>What is asked of a document before anything looks into it: its size, its depth, and that no name is there twice.</summary>
internal static class SchemaText
{
    // A subschema in "properties" is two levels down; what "enum" or "default" holds may be deeper than the schema.
    private const int LevelsPerSubschema = 2;
    private const int Spare = 64;

    public static bool Check(JsonElement document, SchemaCompileOptions options, Place place, Problems problems)
    {
        if (document.ValueKind == JsonValueKind.Undefined)
        {
            problems.Add(place, string.Empty, "There is no schema. Use an object, or true.");
            return false;
        }

        var length = JsonMarshal.GetRawUtf8Value(document).Length;
        if (length > options.MaxSchemaBytes)
        {
            problems.Add(place, string.Empty, $"The schema has {length} bytes, more than {options.MaxSchemaBytes}. Make it smaller, or raise {nameof(options.MaxSchemaBytes)}.");
            return false;
        }

        var levels = Math.Min((LevelsPerSubschema * options.MaxDepth) + Spare, Run.MaxDepth);
        var run = new Run(int.MaxValue, levels);
        var different = DuplicateNames.AreAbsent(document, ref run);
        if (run.IsTooDeep)
        {
            problems.Add(place, string.Empty, $"The JSON of the schema nests deeper than {levels} levels. Take parts of it out into '$defs'.");
            return false;
        }

        if (!different)
        {
            Report(document, place, problems);
            return false;
        }

        return true;
    }

    private static void Report(JsonElement element, Place place, Problems problems)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                Report(item, place.Then(index++), problems);
            }
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var name = JsonMembers.NameOf(member);
            if (!names.Add(name))
            {
                problems.Add(place, name, "The name is there twice. Remove one: parsers disagree on which of them counts.");
            }

            Report(member.Value, place.Then(name), problems);
        }
    }
}
