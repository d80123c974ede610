using System.Text.Json;
using McpSecure.Redaction;

namespace McpSecure.Tests.Redaction;

/// <summary>Arguments are kept as they came, but for their secrets; and nothing that a client sends makes that fail.</summary>
public sealed class ArgumentTests
{
    private const string Secret = "hunter2hunter2";

    private static readonly RedactionPlan Plan = RedactionPlan.Of([["word"], ["card", "number"], ["items", null, "note"], ["list", null]]);

    [Theory]
    [InlineData("""{"word":"hunter2hunter2"}""", """{"word":"[redacted]"}""")]
    [InlineData("""{"WORD":"hunter2hunter2"}""", """{"WORD":"[redacted]"}""")]
    [InlineData("""{"word":["hunter2hunter2"]}""", """{"word":"[redacted]"}""")]
    [InlineData("""{"word":{"a":"hunter2hunter2"}}""", """{"word":"[redacted]"}""")]
    [InlineData("""{"word":true}""", """{"word":"[redacted]"}""")]
    [InlineData("""{"word":null}""", """{"word":null}""")]
    [InlineData("""{"card":{"number":12345678,"name":"ann"}}""", """{"card":{"number":"[redacted]","name":"ann"}}""")]
    [InlineData("""{"items":[{"note":"hunter2hunter2","id":1},{"note":"x"}]}""", """{"items":[{"note":"[redacted]","id":1},{"note":"[redacted]"}]}""")]
    [InlineData("""{"list":["hunter2hunter2","b"]}""", """{"list":["[redacted]","[redacted]"]}""")]
    [InlineData("""{"other":{"word":"plain"}}""", """{"other":{"word":"plain"}}""")]
    public void Replaces_what_stands_at_a_place_that_is_named(string arguments, string expected) => Assert.Equal(expected, Written.Of(arguments, Plan));

    /// <summary>A call that does not fit the schema is on record as well.</summary>
    [Theory]
    [InlineData("""{"items":{"note":"hunter2hunter2"}}""")]
    [InlineData("""{"items":"[{\"note\":\"hunter2hunter2\"}]"}""")]
    [InlineData("""{"card":[{"number":"hunter2hunter2"}]}""")]
    [InlineData("""{"card":"{\"number\":\"hunter2hunter2\"}"}""")]
    [InlineData("""{"list":{"0":"hunter2hunter2"}}""")]
    [InlineData("""{"list":"hunter2hunter2"}""")]
    public void Replaces_it_where_it_has_another_form(string arguments) => Assert.DoesNotContain(Secret, Written.Of(arguments, Plan), StringComparison.Ordinal);

    [Theory]
    [InlineData("password")]
    [InlineData("API_KEY")]
    [InlineData("api-key")]
    [InlineData("apiKey")]
    [InlineData("x.api.key")]
    [InlineData("dbpassword")]
    [InlineData("Authorization")]
    [InlineData("p\\u0061ssword")]
    public void Replaces_what_has_the_name_of_a_secret_however_deep(string name)
    {
        var text = Written.Of($$"""{"a":[{"b":{"{{name}}":"{{Secret}}"} }]}""", out var count);

        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Equal(1, count);
    }

    [Theory]
    [InlineData("""{"name":"db_password","value":"hunter2hunter2"}""", """{"name":"db_password","value":"[redacted]"}""")]
    [InlineData("""{"key":"API_KEY","value":["hunter2hunter2"]}""", """{"key":"API_KEY","value":"[redacted]"}""")]
    [InlineData("""{"env":[{"Value":"hunter2hunter2","Name":"PASSWORD"},{"Name":"COLOR","Value":"red"}]}""", """{"env":[{"Value":"[redacted]","Name":"PASSWORD"},{"Name":"COLOR","Value":"red"}]}""")]
    [InlineData("""{"a":{"name":"pin","x":{"name":"y","value":1},"value":1234}}""", """{"a":{"name":"pin","x":{"name":"y","value":1},"value":"[redacted]"}}""")]
    [InlineData("""{"headers":[["Authorization","Token hunter2hunter2"],["Host","x"]]}""", """{"headers":[["Authorization","[redacted]"],["Host","x"]]}""")]
    [InlineData("""{"fields":["password","token"],"a":{"name":"max_tokens","value":512},"b":{"name":"token","value":null}}""", """{"fields":["password","token"],"a":{"name":"max_tokens","value":512},"b":{"name":"token","value":null}}""")]
    [InlineData("""{"o":{"\ud800name":"password","value\ud800":"kept"}}""", """{"o":{"\ud800name":"password","value\ud800":"kept"}}""")]
    public void Replaces_what_a_name_beside_it_says_is_a_secret(string arguments, string expected) => Assert.Equal(expected, Written.Of(arguments));

    [Fact]
    public void A_name_that_tells_nothing_as_a_part_of_others_is_one_as_a_whole()
    {
        var arguments = """{"pass":"hunter2","Pass":"hunter2","o":{"pass":12,"test_pass":"ok"}}""";

        Assert.Equal("""{"pass":"[redacted]","Pass":"[redacted]","o":{"pass":12,"test_pass":"ok"}}""", Written.Of(arguments));
        Assert.Equal(arguments, Written.Of(arguments, redactor: new Redactor(new SecretNames([new("pass", false)]), HashKey.Random())));
    }

    [Fact]
    public void An_operator_adds_names_and_takes_them_away()
    {
        var redactor = new Redactor(new SecretNames([new("card holder", true), new("ibanV2", true), new("token", false)]), HashKey.Random());

        var text = Written.Of("""{"cardHolder":"ann","IBAN_v2":true,"theCardHolderName":7,"token":"kept","password":"lost"}""", out var count, redactor: redactor);

        Assert.Equal(4, count);
        Assert.Contains("\"token\":\"kept\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ann", text, StringComparison.Ordinal);
        Assert.DoesNotContain("lost", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_kept_as_a_hash_that_can_be_looked_for()
    {
        var redactor = new Redactor(SecretNames.Default, new HashKey(new byte[32]));

        var text = Written.Of("""{"password":"hunter2","pin":1234,"note":"use ghp_0123456789abcdefghijABCDEFGHIJ012345, please"}""", out var count, redactor: redactor);

        Assert.Equal(3, count);
        Assert.Equal(
            $$"""{"password":"{{redactor.HashOf("hunter2")}}","pin":"{{redactor.HashOf("1234")}}","note":"use {{redactor.HashOf("ghp_0123456789abcdefghijABCDEFGHIJ012345")}}, please"}""",
            text);
        Assert.Matches("^hmac-sha256:[0-9a-f]{8}:[0-9a-f]{64}$", redactor.HashOf("hunter2"));
    }

    [Fact]
    public void So_is_one_in_JSON_that_is_a_text()
    {
        var redactor = new Redactor(SecretNames.Default, new HashKey(new byte[32]));

        var text = Written.Of("""{"body":"{\"pin\" : 1234,\n \"password\":\"hunter2\"}"}""", out var count, redactor: redactor);

        Assert.Equal(2, count);
        Assert.Equal($$"""{"body":"{\"pin\" : \"{{redactor.HashOf("1234")}}\",\n \"password\":\"{{redactor.HashOf("hunter2")}}\"}"}""", text);
    }

    /// <summary>printf hunter2 | openssl dgst -sha256 -mac HMAC -macopt hexkey:(64 zeros)</summary>
    [Fact]
    public void The_hash_is_what_others_compute() => Assert.EndsWith(
        ":" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(new byte[32], "hunter2"u8)),
        new HashKey(new byte[32]).Of("hunter2"),
        StringComparison.Ordinal);

    [Fact]
    public void Another_key_is_told_apart_and_hashes_differently()
    {
        var (one, other) = (HashKey.Random(), HashKey.Random());

        Assert.NotEqual(one.Id, other.Id);
        Assert.NotEqual(one.Of("a")[^64..], other.Of("a")[^64..]);
    }

    [Theory]
    [InlineData("""{"a":1.10,"b":5.0000000000000000000001,"c":-0,"d":1e400}""")]
    [InlineData("""{"o":{"a":1,"a":2,"A":3}}""")]
    [InlineData("""{"a":"\u0000","b":"\ud800","c":"\udc00\ud800","d":"x\ud83dy"}""")]
    [InlineData("""{"o":{"\ud800":1,"\u0000":2}}""")]
    [InlineData("""{"a":"äöü €","b":"😀","c":"\"\\\n\r\t\u001b\u007f\u2028"}""")]
    [InlineData("""{"a":[],"b":{},"c":[[],{}],"d":[true,false,null]}""")]
    public void Everything_else_stays_as_it_was(string arguments) => Assert.Equal(arguments, Written.Of(arguments));

    [Fact]
    public void No_arguments_are_an_empty_object()
    {
        Assert.Equal("{}", Written.Of((IDictionary<string, JsonElement>?)null, out _));
        Assert.Equal("{\"a\":null}", Written.Of(new Dictionary<string, JsonElement> { ["a"] = default }, out _));
    }

    [Fact]
    public void What_is_too_deep_is_left_out()
    {
        using var deep = JsonDocument.Parse($$"""{"a":{{new string('[', 900)}}{{new string(']', 900)}}}""", new JsonDocumentOptions { MaxDepth = 1000 });

        var text = Written.Of(new Dictionary<string, JsonElement> { ["a"] = deep.RootElement.GetProperty("a") }, out _);

        Assert.Contains("\"[too deep]\"", text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(text).ValueKind);
    }

    public static TheoryData<string> Large => new(
        $$"""{"a":"{{new string('x', 3_000_000)}}"}""",
        $$"""{"a":"{{string.Concat(Enumerable.Repeat("\\u0000", 500_000))}}"}""",
        $$"""{"a":[{{string.Join(',', Enumerable.Repeat("1", 500_000))}}]}""",
        $$"""{"o":{ {{string.Join(',', Enumerable.Range(0, 200_000).Select(index => $"\"m{index}\":\"v\""))}} } }""",
        $$"""{"a":{{new string('9', 2_000_000)}}}""",
        $$"""{"{{new string('k', 2_000_000)}}":1}""",
        $$"""{"a":"{{string.Concat(Enumerable.Repeat("ghp_0123456789abcdefghij ", 100_000))}}"}""");

    [Theory]
    [MemberData(nameof(Large))]
    public void What_is_too_much_is_left_out_and_the_place_says_so(string arguments)
    {
        var text = Written.Of(arguments);

        Assert.InRange(text.Length, 2, ArgumentWriter.MaximumBytes + (64 * 1024));
        Assert.Contains("[left out", text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(text).ValueKind);
    }

    [Fact]
    public void A_name_can_hold_a_secret_too() =>
        Assert.DoesNotContain("ghp_", Written.Of("""{"o":{"ghp_0123456789abcdefghijABCDEFGHIJ012345":1}}"""), StringComparison.Ordinal);

    [Fact]
    public void A_number_of_a_card_is_one_as_a_number_too() =>
        Assert.Equal("""{"a":"[redacted]","b":4111111111111112}""", Written.Of("""{"a":4111111111111111,"b":4111111111111112}"""));
}
