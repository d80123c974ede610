using System.Text.Json;
using McpSecure.Tests.Support;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Approvals;

/// <summary>A secret is in no message, wherever it stands; and nothing else can be hidden by making it look like one.</summary>
public sealed class SecretTests
{
    private const string Secret = "hunter2hunter2";
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

    [Theory]
    [InlineData("password")]
    [InlineData("userPassword")]
    [InlineData("DB_PASSWD")]
    [InlineData("new-passphrase")]
    [InlineData("client_secret")]
    [InlineData("access_token")]
    [InlineData("accessToken2")]
    [InlineData("api_key")]
    [InlineData("apiKey")]
    [InlineData("APIKey")]
    [InlineData("x-api-key")]
    [InlineData("apikey")]
    [InlineData("Authorization")]
    [InlineData("private_key")]
    [InlineData("connection_string")]
    [InlineData("ConnectionStrings.Default")]
    [InlineData("session-id")]
    public async Task Masks_what_its_name_calls_a_secret(string name)
    {
        var text = await Shown.OfAsync($$"""{"{{name}}":"{{Secret}}"}""");

        Assert.Contains($"- {name}: ••• (14 characters)\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("monkey")]
    [InlineData("author")]
    [InlineData("tokenizer")]
    [InlineData("secretary")]
    [InlineData("pinned")]
    [InlineData("key")]
    [InlineData("keyboard_string")]
    public async Task Shows_what_only_sounds_like_one(string name) =>
        Assert.Contains(Secret, await Shown.OfAsync($$"""{"{{name}}":"{{Secret}}"}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"max_tokens":500}""", "`500`")]
    [InlineData("""{"secret":true}""", "`true`")]
    [InlineData("""{"password":null}""", "`null`")]
    [InlineData("""{"pin":1234}""", "•••")]
    [InlineData("""{"credentials":{"user":"hunter2hunter2"}}""", "•••")]
    [InlineData("""{"tokens":["hunter2hunter2"]}""", "•••")]
    public async Task Tells_by_the_value_too(string arguments, string expected) =>
        Assert.Contains($": {expected}\n", await Shown.OfAsync(arguments), StringComparison.Ordinal);

    [Fact]
    public async Task Masks_within_objects_and_lists()
    {
        var text = await Shown.OfAsync($$"""{"a":[{"b":{"password":"{{Secret}}","user":"ann"} }],"h":{"Authorization":"{{Secret}}"} }""");

        Assert.Contains("""- a: `[{"b":{"password":••• (14 characters),"user":"ann"}}]`""", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"word":{"type":"string","format":"password"}}}""", """{"word":"hunter2hunter2"}""")]
    [InlineData("""{"type":"object","properties":{"word":{"anyOf":[{"type":"null"},{"type":"string","writeOnly":true}]}}}""", """{"word":"hunter2hunter2"}""")]
    [InlineData("""{"type":"object","$defs":{"w":{"format":"password"}},"properties":{"o":{"properties":{"w":{"$ref":"#/$defs/w"}}}}}""", """{"o":{"w":"hunter2hunter2"}}""")]
    [InlineData("""{"type":"object","properties":{"l":{"type":"array","items":{"writeOnly":true}}}}""", """{"l":["hunter2hunter2"]}""")]
    [InlineData("""{"type":"object","additionalProperties":{"writeOnly":true}}""", """{"any":"hunter2hunter2"}""")]
    public async Task Masks_what_the_schema_calls_a_secret(string schema, string arguments)
    {
        var tool = Given.Tool("run", () => "ran");
        tool.ProtocolTool.InputSchema = JsonElement.Parse(schema);

        var text = await Shown.OfAsync(tool, arguments);

        Assert.Contains("••• (14 characters)", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{password}")]
    [InlineData("{options.password}")]
    [InlineData("{options}")]
    [InlineData("{credentials.name}")] // of a secret, a part is one too
    public async Task A_sentence_does_not_give_it_away(string hole)
    {
        var tool = McpServerTool.Create((string password, Dictionary<string, string> options, Dictionary<string, string> credentials) => password, new McpServerToolCreateOptions
        {
            Name = "run",
            Metadata = [new ApprovalPromptAttribute($"Log in with {hole}?")],
        });

        var text = await Shown.OfAsync(tool, $$$"""{"password":"{{{Secret}}}","options":{"password":"{{{Secret}}}"},"credentials":{"name":"{{{Secret}}}"}}""");

        Assert.Matches("^Log in with .*•••.*\\?\n", text);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Token)]
    [InlineData("ghp_0123456789abcdefghijABCDEFGHIJ012345")]
    [InlineData("github_pat_11ABCDEFG0123456789_abcdefghijklmnop")]
    [InlineData("sk-proj-0123456789abcdefghijkl")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("xoxb-123456789012-abcdef")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEabcd")]
    [InlineData("Bearer 0123456789abcdef0123")]
    public async Task Masks_what_has_the_shape_of_one(string secret)
    {
        Assert.Equal($"`\"x ••• ({secret.Length} characters)\"`", await Shown.ValueAsync($"x {secret}"));
        Assert.Equal($"`[\"••• ({secret.Length} characters)\"]`", await Shown.ValueAsync(new[] { secret }));
    }

    /// <summary>Only the secret is masked, or a client could hide what matters behind one.</summary>
    [Fact]
    public async Task What_stands_beside_it_is_shown() =>
        Assert.Equal($"`\"/etc/passwd?t=••• ({Token.Length} characters)&rm -rf\"`", await Shown.ValueAsync($"/etc/passwd?t={Token}&rm -rf"));

    [Theory]
    [InlineData("risk-assessment-report-2024-final-version")]
    [InlineData("eyJ")]
    [InlineData("/var/AKIA/x")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public async Task Shows_what_has_no_such_shape(string value) => Assert.Equal($"`\"{value}\"`", await Shown.ValueAsync(value));

    /// <summary>What may hold any text in a record must not hide one from a person.</summary>
    [Theory]
    [InlineData("echo Server=;Password=1 && rm -rf / #")]
    [InlineData("echo {\"password\":\"x; rm -rf /\"}")]
    [InlineData("curl https://a:;rm$IFS-rf$IFS/@b")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEabcd\n; rm -rf / #\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEabcd\n-----END ; rm -rf / -----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nProc-Type: rm -rf /\n-----END PRIVATE KEY-----")]
    public async Task Nothing_can_be_hidden_by_writing_it_where_a_secret_would_be(string value) =>
        Assert.Matches("rm.*-rf", await Shown.ValueAsync(value));

    /// <summary>A secret that would be cut is masked all the same.</summary>
    [Fact]
    public async Task No_part_of_one_is_left_where_a_value_is_cut()
    {
        var shown = await Shown.ValueAsync(new string('x', 480) + " " + Token);

        Assert.DoesNotContain("eyJ", shown, StringComparison.Ordinal);
    }
}
