using System.Diagnostics;
using System.Text.Json;
using McpSecure.Redaction;

namespace McpSecure.Tests.Redaction;

/// <summary>No text makes the search slow: its effort is in proportion to the length, whatever stands in it.</summary>
public sealed class EffortTests
{
    private const int Short = 500_000;
    private const int Times = 8;

    /// <summary>Far from eight, since the machine may have other things to do, and from the square of it.</summary>
    private const int Bound = Times * 5;
    private const int Tries = 10;

    /// <summary>What is repeated: beginnings without an end, of every kind, and what a search might look at again and again.</summary>
    public static TheoryData<string> Hostile => new(
        "a", "0", " ", "\\", "\"", "-", ":", "=", "%", "\ud800",
        "eyJ", "eyJ-", "eyJaaaaaaaa.", "eyJ.", "ghp_", "sk-", "sk-a1-", "xoxb-", "AKIA", "AIza-", "ghs_.", "SG.",
        "Bearer ", "Bearer Bearer", "Basic ", "Basic aaaa", "://", "://a:", "://a:b", "://:@",
        "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nMIIEabcd", "-----END ", "-----BEGIN PRIVATE KEY-----\nMIIEabcd.-----END ",
        "password=", "pwd=;", "&sig=", "AccountKey=", "a_key=", "key=key=",
        "\":", "\"password\":", "\"password\":\"", "\\\"password\\\":\\\"", "\\\\\\\\\"password\\\\\\\\\":", "\"password\": ",
        "\"password\" :", "\" ", "\\n", "\\n:", "\\u0022password\\u0022:", "\\u0022password\\u0022:\\u0022",
        "\"password\":{", "\"password\":[", "\"password\":[1,", "\"password\":{\"type\":\"string\",", "\"tokens\":{", "\"tokens\":[1,", "\"tokens\":[1],", "{\"password\":{\"$ref\":\"#\"},",
        "\"pin\":1", "\"pin\":-", "\"pin\":!", "\"name\":\"pin\",\"value\":1,", "\"value\":", ",\"value\" :", "\"password\":null,",
        "authorization:", "Authorization: a ", "Authorization: a aaaaaaaaaaa1", "cookie:", "cookie:a=", "Cookie: a=b;", "Cookie: a=cookie:", "Set-Cookie:a=b; ", "https://", "https://a1", "https://@",
        "4111 1111 1111 1111 ", "4111-", "1 ", "41111111", "4111 1111 1111 1112 ");

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Eight_times_the_text_is_not_sixty_four_times_the_effort(string part)
    {
        var (small, large) = (Repeated(part, Short), Repeated(part, Short * Times));

        // Quadratic effort would be 64 times as much. The first good one of some tries.
        var ratio = Enumerable.Range(0, Tries).Select(_ => EffortOf(large) / Math.Max(EffortOf(small), 0.2)).First(ratio => ratio < Bound || ++_tries == Tries);

        Assert.InRange(ratio, 0, Bound);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_text_of_ten_million_characters_is_looked_at_once(string part)
    {
        var scan = new CredentialScan(Repeated(part, 10_000_000), SecretNames.Default);

        while (scan.TryNext(out _))
        {
            // Each credential begins behind the one before.
        }

        Assert.InRange(scan.Looks, 0, 10_000_000);
    }

    /// <summary>The name of a field is as long as a client likes.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("aA")]
    [InlineData("a_")]
    [InlineData("key")]
    [InlineData("Token_")]
    public void So_are_names(string part)
    {
        var (small, large) = (Repeated(part, Short), Repeated(part, Short * Times));

        var ratio = Enumerable.Range(0, Tries).Select(_ => Effort(large) / Math.Max(Effort(small), 0.2)).First(ratio => ratio < Bound || ++_tries == Tries);

        Assert.InRange(ratio, 0, Bound);

        static double Effort(string name) => Best(() => SecretNames.Default.Cover(name, JsonValueKind.True));
    }

    private int _tries;

    private static double EffortOf(string text) => Best(() =>
    {
        var scan = new CredentialScan(text, SecretNames.Default);
        while (scan.TryNext(out _))
        {
            // Each credential begins behind the one before.
        }
    });

    private static double Best(Action action) => Enumerable.Range(0, 2).Min(_ =>
    {
        var begin = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    });

    private static string Repeated(string part, int length) => string.Concat(Enumerable.Repeat(part, length / part.Length));
}
