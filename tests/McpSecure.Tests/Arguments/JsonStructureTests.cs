using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpSecure.Arguments;

namespace McpSecure.Tests.Arguments;

/// <summary>Keys that two readers could disagree about are found wherever they hide, and no others.</summary>
public sealed class JsonStructureTests
{
    [Theory]
    [InlineData("""{}""", null)]
    [InlineData("""[]""", null)]
    [InlineData("""5""", null)]
    [InlineData("\"path\"", null)]
    [InlineData("""{"a":1,"b":2}""", null)]
    [InlineData("""{"path":1,"path":2}""", "path")]
    [InlineData("""{"path":1,"PATH":2}""", "PATH")]
    [InlineData("""{"path":1,"p\u0061th":2}""", "path")]             // another spelling of the same key
    [InlineData("""{"p\u0061th":1,"path":2}""", "path")]
    [InlineData("""{"\u0070ath":1,"\u0050ATH":2}""", "PATH")]
    [InlineData("""{"é":1,"É":2}""", "É")]                           // case is not ASCII's alone
    [InlineData("""{"\u00e9":1,"É":2}""", "É")]
    [InlineData("""{"σ":1,"Σ":2}""", "Σ")]
    [InlineData("""{"ß":1,"ss":2}""", null)]                         // no folding beyond what the binder does
    [InlineData("""{"K":1,"\u212a":2}""", null)]                     // the Kelvin sign: another letter to the binder
    [InlineData("""{"é":1,"e\u0301":2}""", null)]                    // not normalized by the binder either
    [InlineData("""{"":1,"":2}""", "")]
    [InlineData("""{"\ud800":1}""", "\uFFFD")]                       // half of a character: no two readers agree on it
    [InlineData("""{"a":1,"b":[{"\udc00x":1}]}""", "\uFFFD")]
    [InlineData("""{"a":{"b":{"c":1,"C":2}}}""", "C")]               // below
    [InlineData("""{"a":[[{"c":1},{"c":1}]]}""", null)]              // two objects
    [InlineData("""{"a":[[{"c":1,"c":1}]]}""", "c")]
    [InlineData("""[{"a":1},{"a":1,"A":2}]""", "A")]
    [InlineData("""{"a":{"A":1},"b":{"a":1}}""", null)]              // the parent's key is another place
    [InlineData("""{"a":"{\"x\":1,\"x\":2}"}""", null)]              // text is text
    [InlineData("""{"a":{"x":1},"a":{"x":1}}""", "a")]               // after a value with keys of its own
    public void Ambiguous_keys_are_found(string json, string? expected) => Assert.Equal(expected, Find(json));

    [Theory]
    [InlineData("""{"a":{"b":1,"b":2}}""", null)]
    [InlineData("""{"a":{"b":1,"b":2},"A":1}""", "A")]
    [InlineData("""{"a":[{"b":1,"b":2}],"c":1}""", null)]
    [InlineData("""{"a":1,"b":{"a":1},"A":2}""", "A")]
    public void The_root_alone_can_be_looked_at(string json, string? expected) =>
        Assert.Equal(expected, JsonStructure.FindAmbiguousRootKey(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData(15)]
    [InlineData(16)] // as many as are remembered without a set
    [InlineData(17)]
    [InlineData(40)]
    public void The_number_of_keys_makes_no_difference(int count)
    {
        var keys = Enumerable.Range(0, count).Select(index => $"k{index.ToString(CultureInfo.InvariantCulture)}").ToArray();

        Assert.Null(Find(Object(keys)));
        foreach (var key in keys)
        {
            var upper = key.ToUpperInvariant();
            Assert.Equal(upper, Find(Object([.. keys, upper])));
            Assert.Equal(key, Find(Object([upper, .. keys])));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    public void A_key_that_moves_them_to_a_set_finds_those_from_before(int before)
    {
        var keys = Enumerable.Range(0, before).Select(index => $"k{index.ToString(CultureInfo.InvariantCulture)}").ToArray();

        Assert.Equal("K0", Find(Object([.. keys, "\\u00e9", "K0"])));
        Assert.Equal("k0", Find(Object([.. keys, "\\u006b0"])));
    }

    [Fact]
    public void A_great_many_keys_take_no_quadratic_time()
    {
        var json = Object([.. Enumerable.Range(0, 200_000).Select(index => $"k{index.ToString(CultureInfo.InvariantCulture)}")]);

        Assert.Null(Find(json)); // quadratic: 20 billion comparisons, minutes
    }

    /// <summary>Thousands of documents with a naive second opinion. The seed is in the message: a failure can be repeated.</summary>
    [Fact]
    public void It_agrees_with_a_naive_implementation()
    {
        const int Documents = 5000;
        var ambiguous = 0;
        for (var seed = 0; seed < Documents; seed++)
        {
            var json = new RandomJson(seed).Next();
            var expected = Naive(JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 }).RootElement);

            Assert.True(expected == (Find(json) is not null), $"seed {seed}: expected {expected} for {json}");
            ambiguous += expected ? 1 : 0;
        }

        Assert.InRange(ambiguous, Documents / 10, Documents * 9 / 10); // both answers were asked for
    }

    private static string? Find(string json) => JsonStructure.FindAmbiguousKey(Encoding.UTF8.GetBytes(json));

    private static string Object(string[] keys) => $"{{{string.Join(',', keys.Select(key => $"\"{key}\":0"))}}}";

    private static bool Naive(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object =>
            element.EnumerateObject().GroupBy(property => property.Name, StringComparer.OrdinalIgnoreCase).Any(group => group.Count() > 1)
            || element.EnumerateObject().Any(property => Naive(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(Naive),
        _ => false,
    };

    /// <summary>Small and large objects, escaped and other-case keys, down to sixty levels.</summary>
    private sealed class RandomJson(int seed)
    {
        private static readonly string[] Letters = ["a", "b", "path", "é", "σ", "ж", "ǆ", "\U00010428", "ß", "ı", "i", "-", "_"];

#pragma warning disable CA5394 // repeatable, not secret
        private readonly Random _random = new(seed);
        private readonly int _first = new Random(seed).Next(Letters.Length - 3);

        public string Next() => _random.Next(8) == 0 ? Deep(_random.Next(1, 60)) : Value(depth: 0);

        private string Deep(int levels) => string.Concat(Enumerable.Repeat("""{"a":[""", levels / 2))
            + Value(depth: 4)
            + string.Concat(Enumerable.Repeat("]}", levels / 2));

        private string Value(int depth) => _random.Next(depth == 0 ? 2 : 5) switch
        {
            0 when depth < 5 => $"[{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth + 1)))}]",
            1 when depth < 5 => Members(depth),
            2 => "null",
            3 => "-1.5e3",
            _ => $"\"{Key()}\"",
        };

        private string Members(int depth)
        {
            var count = _random.Next(6) == 0 ? _random.Next(14, 24) : _random.Next(4);
            return $"{{{string.Join(" , ", Enumerable.Range(0, count).Select(index => $"\"{Key(count > 10 ? index : null)}\" : {Value(depth + 1)}"))}}}";
        }

        /// <summary>Large objects get mostly different keys, or every one of them would be ambiguous.</summary>
        private string Key(int? index = null)
        {
            var key = string.Concat(Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Letters[_first + _random.Next(4)]));
            key = index is { } number && _random.Next(20) > 0 ? $"{key}{number.ToString(CultureInfo.InvariantCulture)}" : key;
            key = _random.Next(3) == 0 ? key.ToUpperInvariant() : key;
            return string.Concat(key.Select(character => _random.Next(8) == 0
                ? $"\\u{((int)character).ToString("x4", CultureInfo.InvariantCulture)}"
                : JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode($"{character}") is var encoded && char.IsSurrogate(character)
                    ? $"\\u{((int)character).ToString("x4", CultureInfo.InvariantCulture)}"
                    : encoded));
        }
#pragma warning restore CA5394
    }
}
