using System.Diagnostics;
using McpSecure.Schemas.Formats;
using McpSecure.Tests.Allocation;

namespace McpSecure.Tests.Schemas.Formats;

/// <summary>No check throws, allocates, or takes more than the length of the string, whatever the string.</summary>
[Collection(CountedBytes.Name)]
public sealed class FormatHostilityTests
{
    private static readonly string[] Names =
        ["date-time", "date", "time", "duration", "uuid", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "json-pointer", "relative-json-pointer", "regex"];

    public static TheoryData<string> Formats => new(Names);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nothing_is_thrown(string name)
    {
        StringFormats.Find(name, out var check);
        var random = new Random(20261124);
        const string Alphabet = "0123456789-:+.TZPYMWDHSaxn@[]/%#?~\"\\ \n\u00E9\u0660\uD83D\uDC32\u200D";
        string[] seeds = ["2026-11-24T19:16:42.5+01:00", "P1Y2M3DT4H5M6S", "\"a\\b\"@[IPv6:::1]", "xn--bcher-kva.example", "http://u@[::1]:80/%41?a#b", "1/~0~1", "^(?<n>a)[b-d]{2,3}\\k<n>$"];
        for (var round = 0; round < 5_000; round++)
        {
            var text = seeds[random.Next(seeds.Length)].ToCharArray();
            for (var change = random.Next(4); change >= 0; change--)
            {
                text[random.Next(text.Length)] = Alphabet[random.Next(Alphabet.Length)];
            }

            check!(text.AsSpan(0, random.Next(text.Length + 1)));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_long_string_takes_no_time(string name)
    {
        StringFormats.Find(name, out var check);
        string[] parts = ["0", "1.", "a.", "a@", "::", "1:", "%41", "~0", "/", "\"", "\\\"", "P1Y", "xn--", "[", "(", "a#", "T1H"];
        var clock = Stopwatch.StartNew();
        foreach (var part in parts)
        {
            check!(string.Concat(Enumerable.Repeat(part, 500_000)));
            check!("http://" + string.Concat(Enumerable.Repeat(part, 500_000)));
        }

        // A square of half a million would be hours.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData("date-time", "2026-11-24T19:16:42.5+01:00")]
    [InlineData("date", "2026-11-24")]
    [InlineData("time", "23:59:60Z")]
    [InlineData("duration", "P1Y2M3DT4H5M6S")]
    [InlineData("uuid", "6f9619ff-8b86-d011-b42d-00c04fc964ff")]
    [InlineData("email", "\"a b\"@[IPv6:2001:db8::1]")]
    [InlineData("hostname", "www.xn--bcher-kva.example")]
    [InlineData("ipv4", "192.0.2.1")]
    [InlineData("ipv6", "2001:db8::192.0.2.1")]
    [InlineData("uri", "https://u@[2001:db8::1]:80/a%20b?c#d")]
    [InlineData("uri-reference", "../a%20b?c#d")]
    [InlineData("json-pointer", "/a~1b/c")]
    [InlineData("relative-json-pointer", "2/a~1b")]
    public void Nothing_is_allocated(string name, string text)
    {
        StringFormats.Find(name, out var check);
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(check!(text));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
