using McpSecure.Alerts;

namespace McpSecure.Tests.Alerts;

/// <summary>The hash is SipHash-1-3, and tells people apart as their keys do.</summary>
public sealed class KeyedHashTests
{
    /// <summary>The values are those of CPython 3.11, whose hash of bytes is SipHash-1-3, with the key zero (<c>PYTHONHASHSEED=0</c>).</summary>
    [Theory]
    [InlineData("61", 0x407448d2b89b1813)]
    [InlineData("61626364656667", 0x6db12aae9070f506)]
    [InlineData("6162636465666768", 0x3f7b849c0b8e35ea)]
    [InlineData("616263646566676869", 0xf89b34a3d11eb6e5)]
    public void Is_SipHash_1_3(string hex, ulong expected) => Assert.Equal(expected, new KeyedHash(0, 0).Of(Convert.FromHexString(hex)));

    [Fact]
    public void Tells_people_apart_as_their_keys_do()
    {
        string?[] parts = [null, "", "a", "aa", "aaaa", new('a', 80), new('a', 125), new('a', 140)];
        var callers =
            (from issuer in parts
             from subject in parts
             select new Caller { Issuer = issuer, Subject = subject }).ToArray();
        var hash = new KeyedHash();

        Assert.Equal(callers.Length, callers.Select(hash.Of).Distinct().Count());
        Assert.Equal(callers.Select(hash.Of), callers.Select(caller => hash.Of(new Caller { Issuer = caller.Issuer, Subject = caller.Subject, Client = "any" })));
    }

    [Fact]
    public void No_part_passes_for_two()
    {
        var hash = new KeyedHash();

        Assert.NotEqual(hash.Of(new Caller { Issuer = "a", Subject = "a\0\0b" }), hash.Of(new Caller { Issuer = "a\0\0a", Subject = "b" }));
    }

    [Fact]
    public void Nobody_can_foresee_it() => Assert.NotEqual(new KeyedHash().Of(Watched.Someone()), new KeyedHash().Of(Watched.Someone()));
}
