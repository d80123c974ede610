using McpSecure.Redaction;

namespace McpSecure.Tests.Redaction;

/// <summary>What is found by its shape, what is left of the text around it, and what is not found.</summary>
public sealed class CredentialTests
{
    private const string Jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJlc2lnbmF0dXJl";
    private const string GitHub = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    private const string AccountKey = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYg==";

    /// <summary>Each secret as its issuer makes it, and none of them real.</summary>
    public static TheoryData<string> Tokens => new(
        "AKIAIOSFODNN7EXAMPLE",
        "ASIAIOSFODNN7EXAMPLE",
        GitHub,
        GitHub.Replace("ghp_", "gho_", StringComparison.Ordinal),
        GitHub.Replace("ghp_", "ghs_", StringComparison.Ordinal),
        "github_pat_11ABCDEFG0123456789_abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVW",
        "glpat-0123456789abcdefghij",
        "xoxb-123456789012-1234567890123-abcdefABCDEF012345678901",
        "hooks.slack.com/services/T0123ABCD/B0123ABCD/abcdefABCDEF012345678901",
        "sk_live_0123456789abcdefghijABCD",
        "rk_test_0123456789abcdefghijABCD",
        "whsec_0123456789abcdefghijABCDEFGHIJ01",
        "AIzaSyA0123456789abcdefghijABCDEFGHIJ01",
        "npm_0123456789abcdefghijABCDEFGHIJ012345",
        "sk-0123456789abcdefghijABCDEFGHIJ0123456789abcdefgh",
        "sk-proj-0123456789abcdefghijABCDEFGHIJ",
        "sk-ant-api03-0123456789abcdefghijABCDEFGHIJ0123456789-abcdefghAA",
        "hf_0123456789abcdefghijABCDEFGHIJ0123",
        Jwt,
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEabcdefgh0123\nMIIEabcdefgh0123\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\\nMIIEabcdefgh0123\\nMIIEabcdefgh0123\\n-----END PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\r\nb3BlbnNzaC1rZXktdjEAAAAA\r\n-----END OPENSSH PRIVATE KEY-----",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "5555555555554444",
        "3782 822463 10005",
        "6011111111111117");

    /// <summary>A secret in the text around it, of which the secret alone is replaced.</summary>
    public static TheoryData<string, string> InContext => new()
    {
        { "Authorization: Bearer ", "0123456789abcdef0123" },
        { "authorization: bearer ", "0123456789abcdef0123" },
        { "Authorization=Bearer%20", "0123456789abcdef0123" },
        { "Authorization: Basic ", Convert.ToBase64String("ann:hunter2hunter2"u8) },
        { "postgres://ann:", "hunter2%40x" },
        { "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=", AccountKey },
        { "Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=r;SharedAccessKey=", AccountKey },
        { "https://a.blob.core.windows.net/c?sv=2024-01-01&se=2026-01-01&sig=", "abc%2Bdef0123456789abc%3D" },
        { "https://api.example/v1?access_token=", "hunter2hunter2" },
        { "Server=db;User Id=ann;Password=", "hunter2" },
        { "Password=", "hunter2" },
        { "\nAPI_TOKEN=", "hunter2hunter2" },
        { "failed with {\"user\":\"ann\",\"password\": \"", "hunter\\\"2" },
        { "failed with {\\\"password\\\":\\\"", "hunter2" },
        { "{\"password\" : \"", "hunter2" },
        { "{\"password\":\n\"", "hunter2" },
        { "{\"password\":\t\"", "hunter2" },
        { "{\r\n  \"a\": 1,\r\n  \"password\"\t:\r\n\t\"", "hunter2" },
        { "{\\n  \\\"password\\\" :\\n \\\"", "hunter2" },
        { "{\"body\":\"{\\u0022password\\u0022:\\u0022", "hunter2" },
        { "{\"name\":\"password\",\"value\":\"", "hunter2" },
        { "{\"Key\" : \"API_KEY\",\n \"Value\" : \"", "hunter2" },
        { "{\"pass\":\"", "hunter2" },
        { "{\"DB_PASS\":\"", "hunter2" },
        { "{\"\uff50\uff21\uff33\uff33word\":\"", "hunter2" },
        { "Authorization: Token ", "hunter2hunter2" },
        { "curl -H 'authorization:\tApiKey  ", "0123456789abcdef0123" },
        { "Cookie: ", "session=hunter2hunter2" },
        { "cookie: ", "a=1; PHPSESSID=298zf09hf012fh2; b=2" },
        { "Set-Cookie: ", "id=38afes7a8" },
        { "https://", "0123456789abcdef0123456789" },
    };

    private static readonly Dictionary<string, string> After = new(StringComparer.Ordinal)
    {
        ["postgres://ann:"] = "@db.example/x",
        ["Password="] = ";Server=db",
        ["{\"body\":\"{\\u0022password\\u0022:\\u0022"] = "\\u0022,\\u0022a\\u0022:1}\"}",
        ["{\\n  \\\"password\\\" :\\n \\\""] = "\\\"\\n}",
        ["Authorization: Token "] = ". Then",
        ["curl -H 'authorization:\tApiKey  "] = "' https://x",
        ["cookie: "] = "\r\nHost: x",
        ["Set-Cookie: "] = "; HttpOnly",
        ["https://"] = "@example.com/x",
        ["failed with {\"user\":\"ann\",\"password\": \""] = "\",\"a\":1}",
        ["failed with {\\\"password\\\":\\\""] = "\\\",\\\"a\\\":1}",
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Finds_what_those_who_issue_it_have_given_a_shape(string secret)
    {
        foreach (var (before, after) in new[] { ("", ""), ("use ", " now"), ("\"", "\""), ("x=", "&y"), ("(", ")."), ("\n", "\n"), ("\\n", "\\n"), ("%20", "%20"), ("\\u0022", "\\u0022") })
        {
            Assert.Equal($"{before}{Redactor.Mask}{after}", Redacted(before + secret + after));
        }
    }

    [Theory]
    [MemberData(nameof(InContext))]
    public void Finds_what_the_text_around_it_tells(string before, string secret)
    {
        var after = After.GetValueOrDefault(before, string.Empty);

        Assert.Equal($"{before}{Redactor.Mask}{after}", Redacted(before + secret + after));
    }

    /// <summary>What is no text is a secret as a whole, and what stands for it is a text: the JSON stays JSON.</summary>
    [Theory]
    [InlineData("""{"pin": 987654}""", """{"pin": "[redacted]"}""")]
    [InlineData("""[{"otp":-12.5e3,"a":1}]""", """[{"otp":"[redacted]","a":1}]""")]
    [InlineData("""{"token":["hunter2"],"a":[1]}""", """{"token":"[redacted]","a":[1]}""")]
    [InlineData("""{"secret":{"v":"hunter2","n":{"a":[1,"}]"]}},"a":{}}""", """{"secret":"[redacted]","a":{}}""")]
    [InlineData("""{"secret":{"type":"string","v":"hunter2"}}""", """{"secret":"[redacted]"}""")]
    [InlineData("""{"password":[{"type":"string","title":"x"},"hunter2"]}""", """{"password":"[redacted]"}""")]
    [InlineData("""{"tokens":{"pin":{"a":987654}}}""", """{"tokens":"[redacted]"}""")]
    [InlineData("""{"name":"pin","value":[987654]}""", """{"name":"pin","value":"[redacted]"}""")]
    [InlineData("""{\"secret\":\n  {\"v\":\"hunter2\"}, \"a\":1}""", """{\"secret\":\n  \"[redacted]\", \"a\":1}""")]
    [InlineData("""{"a":"{\u0022pin\u0022:987654,\u0022a\u0022:1}"}""", """{"a":"{\u0022pin\u0022:\u0022[redacted]\u0022,\u0022a\u0022:1}"}""")]
    [InlineData("""{"secret":{"v":"hunter2", …""", """{"secret":"[redacted]"…""")]
    [InlineData("""{"secret":{"v":"hunt""", "{\"secret\":\"[redacted]\"")]
    [InlineData("""{"card_pin": 4111111111111111}""", """{"card_pin": "[redacted]"}""")]
    public void Finds_numbers_objects_and_lists_behind_their_name(string text, string expected) => Assert.Equal(expected, Redacted(text));

    [Fact]
    public void Finds_all_of_several_and_counts_them()
    {
        var count = 5;

        Assert.True(new Redactor().TryRedact($"{GitHub} {Jwt} 4111 1111 1111 1111 {GitHub}", out var redacted, ref count));

        Assert.Equal("[redacted] [redacted] [redacted] [redacted]", redacted);
        Assert.Equal(9, count);
    }

    /// <summary>Said in docs/audit.md: no promise.</summary>
    [Theory]
    [InlineData("hunter2hunter2")]                                                      // nothing tells it
    [InlineData("password is hunter2hunter2")]
    [InlineData("password: hunter2hunter2")]
    [InlineData("GHP_0123456789ABCDEFGHIJABCDEFGHIJ012345")]                            // in another case it opens nothing
    [InlineData("ghp_01234567\n89abcdefghijABCDEFGHIJ012345")]                          // over a line end
    [InlineData("Z2hwXzAxMjM0NTY3ODlhYmNkZWZnaGlqQUJDREVGR0hJSjAxMjM0NQ==")]            // in base64
    [InlineData("%67%68%70%5F0123456789abcdefghijABCDEFGHIJ012345")]                    // every letter escaped
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]                            // a secret key of AWS looks like any hash
    public void Does_not_find_what_nothing_tells(string text) => Assert.Equal(text, Redacted(text));

    [Theory]
    [InlineData("eyJhbGciOiJIUzI1NiJ9")]                                                // any JSON in base64
    [InlineData("data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbXX0=")]   // a source map
    [InlineData("Bearer authentication is configured with JwtBearerDefaults.AuthenticationScheme")]
    [InlineData("Basic authentication")]
    [InlineData("Authorization: Basic dGVzdA==")]                                       // no name and password
    [InlineData("\"-----BEGIN PRIVATE KEY-----\"; var x = 1;")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIEabcdefgh0123\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIEabcdefgh0123\n-----END PUBLIC KEY-----")]
    [InlineData("https://user@example.com/a:b@c")]
    [InlineData("https://example.com:8080/a@b")]
    [InlineData("postgres://{user}:{password}@host")]
    [InlineData("ghs_some_function_name_that_is_long")]
    [InlineData("sk-cube-grid-animation-with-12-cubes")]
    [InlineData("NPM_TOKEN=$TOKEN")]
    [InlineData("var password=GetPassword(user);")]
    [InlineData("PublicKeyToken=b77a5c561934e089")]
    [InlineData("{\"password\":{\"type\":\"string\"}}")]
    [InlineData("""{"password":{"type":"string","minLength":8,"description":"the password","default":""}}""")]
    [InlineData("""{"credentials":{"type":"object","properties":{"user":{"type":"string"},"password":{"$ref":"#/$defs/a"}},"required":["user","password"]}}""")]
    [InlineData("""{"maxTokens":{"type":"integer","default":1024}}""")]
    [InlineData("""{"bearerAuth":{"type":"http","scheme":"bearer"},"api_key":{"type":"apiKey","in":"header","name":"X-API-Key"}}""")]
    [InlineData("""{"/oauth/token":{"post":{"operationId":"token"}},"node_modules/cookie":{"version":"0.5.0"}}""")]
    [InlineData("""{"tokens":["[redacted]"],"credentials":{"user":"${USER}"}}""")]
    [InlineData("""{"completion_tokens_details":{"reasoning_tokens":0},"tokens":[1,2],"total_tokens":3}""")]
    [InlineData("""{"secret":null,"password":"","token":{},"pin":true,"credentials":[[],{"a":null}]}""")]
    [InlineData("""{"pass":12,"test_pass":"ok","bypass":"no","low_pass":"x"}""")]
    [InlineData("""{"name":"color","value":"red"},{"password":"","value":"red"}""")]
    [InlineData("is ? \"password\" : \"user\"")]                                         // code
    [InlineData("is\n  ? \"token\"\n  : [\"a\"]")]
    [InlineData("case \"password\":\n    {\n        Show();")]
    [InlineData("{ \"password\": { required: true } }")]
    [InlineData("{ \"password\": getPassword(5) }")]
    [InlineData("Authorization: Token based authentication")]
    [InlineData("Authorization: await getAuthHeader2forUser(token)")]
    [InlineData("{ Authorization: config.oauth2TokenValue }")]
    [InlineData("Authorization: requires OAuth2.0-compliant servers")]
    [InlineData("Set-Cookie: name=value; Expires=Wed, 21 Oct 2026 07:28:00 GMT")]
    [InlineData("Cookie: <name>=<value>")]
    [InlineData("cookie: document.cookie")]
    [InlineData("https://some.longer.user.name@example.com")]
    [InlineData("ssh://deploymentuser20240101@example.com")]
    [InlineData("4111 1111 1111 1112")]                                                 // the check digit is wrong
    [InlineData("1111 2222 4111 1111 1111 1111 3333")]                                  // a table
    [InlineData("0.4111111111111111")]
    [InlineData("24111111111111111")]
    [InlineData("a4111111111111111")]
    [InlineData("12345678-4111-1111-1111-111111111111")]
    [InlineData("2026-11-27T02:29:54.4111111Z")]
    public void Leaves_alone_what_only_looks_like_one(string text) => Assert.Equal(text, Redacted(text));

    [Fact]
    public void Allocates_nothing_where_nothing_is_found()
    {
        var redactor = new Redactor();
        var text = string.Concat(Enumerable.Repeat("GET https://example.com/a?b=c HTTP/1.1 \"key\": 12345678 eyJ Bearer x\n", 50));
        var count = 0;
        redactor.TryRedact(text, out _, ref count);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var turn = 0; turn < 100; turn++)
        {
            redactor.TryRedact(text, out _, ref count);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, count);
    }

    private static string Redacted(string text)
    {
        var count = 0;
        var isFound = new Redactor().TryRedact(text, out var redacted, ref count);
        Assert.Equal(isFound, count > 0);
        Assert.Equal(!isFound, ReferenceEquals(text, redacted));
        return redacted;
    }
}
