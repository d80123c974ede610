using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Redaction;

namespace McpSecure.Tests.Redaction;

/// <summary>Wherever in any JSON a secret is planted that something tells, its text is not in what is kept.</summary>
public sealed class PropertyTests
{
    private const int Rounds = 3000;

    private static readonly string[] SecretKeys = ["password", "API_KEY", "client-secret", "accessToken", "Authorization", "dbPassword", "x-api-key"];
    private static readonly string[] PlainKeys = ["a", "name", "items", "key", "ümlaut", "\ud83d\ude00", "with \"quotes\"", "", "\u0000"];
    private static readonly string[] Shaped = ["ghp_{0}ABCDEFGH", "Bearer {0}ABCDEFGH", "AKIA{1}", "sk-ant-api03-{0}ABCDEFGH", "postgres://ann:{0}@db/x", "eyJhbGciOiJIUzI1NiJ9.eyJ{0}.c2lnbmF0dXJl"];

    [Fact]
    public void It_is_nowhere_in_what_is_kept()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var draw = new Draw(round);
            var secrets = new List<string>();
            var arguments = Members(draw, secrets, depth: 0, plan: out var paths);

            foreach (var style in Enum.GetValues<RedactionStyle>())
            {
                var kept = Kept(arguments, RedactionPlan.Of(paths), style, out var count);

                Assert.True(count >= secrets.Count, $"round {round}, {style}: {count} of {secrets.Count}");
                foreach (var secret in secrets)
                {
                    Assert.DoesNotContain(secret, kept, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain(secret, Unescaped(kept), StringComparison.OrdinalIgnoreCase);
                }
            }
        }
    }

    /// <summary>What holds of the test holds of nothing if it plants nothing.</summary>
    [Fact]
    public void It_is_there_before()
    {
        var planted = 0;
        for (var round = 0; round < 200; round++)
        {
            var secrets = new List<string>();
            var arguments = Members(new Draw(round), secrets, depth: 0, plan: out _);
            var sent = Unescaped(JsonSerializer.Serialize(arguments));
            planted += secrets.Count;
            Assert.All(secrets, secret => Assert.Contains(secret, sent, StringComparison.Ordinal));
        }

        Assert.InRange(planted, 200, int.MaxValue);
    }

    private static JsonObject Members(Draw draw, List<string> secrets, int depth, out List<string?[]> plan)
    {
        var members = new JsonObject();
        plan = [];
        for (var left = 1 + draw.Next(4); left > 0; left--)
        {
            switch (draw.Next(6))
            {
                case 0:
                    members[draw.Of(SecretKeys)] = draw.Next(3) == 0 ? new JsonArray(Secret(draw, secrets)) : Secret(draw, secrets);
                    break;
                case 1 when depth == 0 && !members.ContainsKey("planned"):
                    members["planned"] = draw.Next(2) == 0 ? Secret(draw, secrets) : new JsonObject { ["a"] = Secret(draw, secrets) };
                    plan.Add(["planned"]);
                    break;
                case 2:
                    members[draw.Of(PlainKeys) + draw.Next(100)] = Text(draw, secrets);
                    break;
                case 3 when depth < 6:
                    members[draw.Of(PlainKeys) + draw.Next(100)] = Members(draw, secrets, depth + 1, out _);
                    break;
                case 4 when depth < 6:
                    members[draw.Of(PlainKeys) + draw.Next(100)] = new JsonArray(1, Members(draw, secrets, depth + 1, out _), Text(draw, secrets));
                    break;
                default:
                    members["n" + draw.Next(100)] = draw.Next(1_000_000);
                    break;
            }
        }

        // A key that was drawn twice has taken its first value away.
        var sent = Unescaped(members.ToJsonString());
        secrets.RemoveAll(secret => depth == 0 && !sent.Contains(secret, StringComparison.Ordinal));
        return members;
    }

    private static JsonValue Secret(Draw draw, List<string> secrets)
    {
        var secret = draw.Token(20);
        secrets.Add(secret);
        return JsonValue.Create(secret);
    }

    /// <summary>A text with a credential somewhere in it.</summary>
    private static JsonValue Text(Draw draw, List<string> secrets)
    {
        var token = draw.Token(20);
        var shape = draw.Of(Shaped);
        secrets.Add(shape.Contains("{1}", StringComparison.Ordinal) ? token[..16].ToUpperInvariant() : token);
        return JsonValue.Create(draw.Of(["", "see ", "line\n", "\t\"", "é "]) + string.Format(null, CompositeFormat.Parse(shape), token, token[..16].ToUpperInvariant()) + draw.Of(["", " there", "\"", "\n", "&x"]));
    }

    private static string Kept(JsonObject arguments, RedactionPlan plan, RedactionStyle style, out int count)
    {
        count = 0;
        var members = JsonElement.Parse(arguments.ToJsonString()).EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            new Redactor().WriteArguments(writer, members, plan, ref count, style);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Unescaped(string json) => System.Text.RegularExpressions.Regex.Unescape(json.Replace("\\/", "/", StringComparison.Ordinal));

    /// <summary>The same in every run.</summary>
    private sealed class Draw(int seed)
    {
        private int _next;

        public int Next(int below) => (int)(BitConverter.ToUInt32(Bytes()) % (uint)below);

        public T Of<T>(T[] some) => some[Next(some.Length)];

        /// <summary>Letters and digits, of both kinds.</summary>
        public string Token(int length) => "7a" + Convert.ToBase64String(Bytes()).Replace('+', 'x').Replace('/', 'y').Replace("=", string.Empty, StringComparison.Ordinal)[..(length - 2)];

        private byte[] Bytes() => SHA256.HashData(Encoding.ASCII.GetBytes($"{seed}/{_next++}"));
    }
}
