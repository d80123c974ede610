using System.Text;

namespace McpSecure.Tests.BadInput;

/// <summary>Makes bad messages of good ones: in their structure, and in their bytes. What it does depends on the seed alone.</summary>
/// <param name="random">Decides.</param>
/// <param name="words">Names, paths and addresses that mean something to the server, or nearly do.</param>
internal sealed class Mutator(Random random, IEnumerable<string> words)
{
    private static readonly string[] Keys =
    [
        "jsonrpc", "id", "method", "params", "result", "error", "name", "Name", "NAME", "arguments", "Arguments", "uri", "ref", "type", "path",
        "PATH", "labels", "_meta", "requestState", "inputResponses", "task", "cursor", "level", "", " ", "__proto__", "$ref", "$type",
        "n\\u0061me", "\\ud800", "a\\nb", "\u202e", "\ufb00",
    ];

    private static readonly string[] Anywhere =
    [
        "tools/call", "tools/list", "prompts/get", "resources/read", "resources/subscribe", "completion/complete", "initialize", "ping",
        "tasks/cancel", "notifications/cancelled", "2.0", "1.0", "2025-11-25", "2026-07-28", "9999-99-99", "ref/prompt", "ref/resource", "", "\n", "\u001b[2J",
        "\u202e", "\ufffd", "true",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-0", "9223372036854775807", "9223372036854775808", "123456789012345678901234567890",
        "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[[]]", "{\"a\":1,\"a\":2}", "[null]", "NaN", "'x'",
    ];

    private readonly string[] _texts = [.. words, .. Anywhere];

    public byte[] Mutate(JsonTree message)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            ChangeStructure(message);
        }

        var line = Encoding.UTF8.GetBytes(message.ToString());
        if (random.Next(4) == 0)
        {
            for (var times = random.Next(1, 4); times > 0 && line.Length > 0; times--)
            {
                line = ChangeBytes(line);
            }
        }

        return line;
    }

    private void ChangeStructure(JsonTree message)
    {
        JsonTree[] containers = [.. message.Containers().Where(container => container.Members.Count > 0)];
        if (containers.Length == 0)
        {
            return;
        }

        var members = Pick(containers).Members;
        var at = random.Next(members.Count);
        var (key, value) = members[at];
        switch (random.Next(10))
        {
            case 0:
                members[at] = (Pick(Keys), value);
                break;
            case 1:
                members.Insert(random.Next(members.Count + 1), (random.Next(2) == 0 ? key : SwapCase(key), Other(value)));
                break;
            case 2:
                members.RemoveAt(at);
                break;
            case 3:
                members[at] = (SwapCase(key), value);
                break;
            case 4:
                members[at] = (key, JsonTree.Raw(Pick(Scalars)));
                break;
            case 5:
                members[at] = (key, JsonTree.Text(Pick(_texts)));
                break;
            case 6:
                members[at] = (key, Nest(value));
                break;
            case 7:
                members[at] = (key, random.Next(20) == 0 ? JsonTree.Text(new string('n', random.Next(1, 100_000))) : value);
                break;
            case 8:
                var with = random.Next(members.Count);
                (members[at], members[with]) = ((key, members[with].Value), (members[with].Key, value));
                break;
            default:
                members.Add((Pick(Keys), JsonTree.Text(Pick(_texts))));
                break;
        }
    }

    private JsonTree Other(JsonTree value) => random.Next(3) == 0 ? value : JsonTree.Text(Pick(_texts));

    private JsonTree Nest(JsonTree value)
    {
        for (var levels = random.Next(10) == 0 ? random.Next(55, 70) : random.Next(1, 3); levels > 0; levels--)
        {
            value = JsonTree.Around(value, asArray: random.Next(2) == 0);
        }

        return value;
    }

    private string SwapCase(string key)
    {
        if (key.Length == 0 || key.Contains('\\', StringComparison.Ordinal))
        {
            return key.Length == 0 ? " " : key;
        }

        var at = random.Next(key.Length);
        var swapped = char.IsUpper(key[at]) ? char.ToLowerInvariant(key[at]) : char.ToUpperInvariant(key[at]);
        return $"{key[..at]}{swapped}{key[(at + 1)..]}";
    }

    private byte[] ChangeBytes(byte[] line)
    {
        var at = random.Next(line.Length);
        var one = OnOneLine((byte)random.Next(256));
        return random.Next(5) switch
        {
            0 => [.. line[..at], OnOneLine((byte)(line[at] ^ (1 << random.Next(8)))), .. line[(at + 1)..]],
            1 => [.. line[..at], one, .. line[at..]],
            2 => [.. line[..at], .. line[(at + 1)..]],
            3 => [.. line[..at], one, .. line[(at + 1)..]],
            _ => random.Next(4) == 0 ? line[..at] : [.. line[..at], .. line[Math.Max(0, at - random.Next(8))..]],
        };
    }

    /// <summary>A line end would make two messages of one.</summary>
    private static byte OnOneLine(byte value) => value is (byte)'\n' or (byte)'\r' ? (byte)' ' : value;

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
