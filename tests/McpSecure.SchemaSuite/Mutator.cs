using System.Text.Json.Nodes;

namespace McpSecure.SchemaSuite;

/// <summary>Changes one value, name or item of an instance.</summary>
internal static class Mutator
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "1.5", "99999999999999999999", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "{}", "[[]]", "{\"a\":{}}",
    ];

    public static string Mutate(JsonNode? instance, Random random)
    {
        // Written into the text, because values such as 1e400 are no nodes.
        const string Mark = "\"\\u0000mark\"";
        if (instance is null)
        {
            return Values[random.Next(Values.Length)];
        }

        var places = new List<Action>();
        Collect(instance, places);
        if (places.Count == 0)
        {
            return Values[random.Next(Values.Length)];
        }

        places[random.Next(places.Count)]();
        return instance.ToJsonString().Replace(Mark, Values[random.Next(Values.Length)], StringComparison.Ordinal);
    }

    private static void Collect(JsonNode? node, List<Action> places)
    {
        if (node is JsonArray array)
        {
            for (var index = 0; index < array.Count; index++)
            {
                var place = index;
                places.Add(() => array[place] = "\0mark");
                Collect(array[index], places);
            }
        }

        if (node is not JsonObject members)
        {
            return;
        }

        foreach (var (name, value) in members.ToArray())
        {
            places.Add(() => members[name] = "\0mark");
            places.Add(() => members.Remove(name));
            places.Add(() => members[name.ToUpperInvariant() + "_"] = "\0mark");
            Collect(value, places);
        }
    }
}
