using McpSecure.Schemas.Formats;

namespace McpSecure.Tests.Schemas.Formats;

/// <summary>Which formats there are, and what each takes and refuses.</summary>
public sealed class StringFormatsTests
{
    [Theory]
    [InlineData("idn-hostname", true)]
    [InlineData("idn-email", true)]
    [InlineData("iri", true)]
    [InlineData("iri-reference", true)]
    [InlineData("uri-template", true)]
    [InlineData("int32", false)]
    [InlineData("Date", false)] // names have a case
    [InlineData("", false)]
    public void What_has_no_check_is_told_apart(string name, bool isDefined)
    {
        Assert.Equal(isDefined ? FormatSupport.Unsupported : FormatSupport.Unknown, StringFormats.Find(name, out var check));
        Assert.Null(check);
    }

    [Theory]
    [InlineData("2024-02-29", true)]
    [InlineData("2026-02-29", false)] // no leap year
    [InlineData("1900-02-29", false)] // neither
    [InlineData("2000-02-29", true)] // but this one
    [InlineData("2026-04-31", false)]
    [InlineData("2026-12-31", true)]
    [InlineData("2026-13-01", false)]
    [InlineData("2026-00-10", false)]
    [InlineData("2026-01-00", false)]
    [InlineData("0000-01-01", true)]
    [InlineData("12026-01-01", false)]
    [InlineData("2026-1-01", false)]
    [InlineData("2026/01/01", false)]
    [InlineData("2026-01-01\n", false)]
    [InlineData("\u0662026-01-01", false)] // a digit, but not of ASCII
    [InlineData("", false)]
    public void Date(string text, bool expected) => AssertCheck("date", text, expected);

    [Theory]
    [InlineData("09:05:00Z", true)]
    [InlineData("09:05:00z", true)]
    [InlineData("09:05:00.5+02:00", true)]
    [InlineData("09:05:00", false)] // without an offset it is no moment
    [InlineData("09:05:00.Z", false)]
    [InlineData("24:00:00Z", false)]
    [InlineData("09:60:00Z", false)]
    [InlineData("23:59:60Z", true)] // a leap second
    [InlineData("01:59:60+02:00", true)] // the same second
    [InlineData("18:59:60-05:00", true)]
    [InlineData("12:00:60Z", false)] // not at noon
    [InlineData("23:59:61Z", false)]
    [InlineData("09:05:00+24:00", false)]
    [InlineData("09:05:00+0200", false)]
    [InlineData("09:05:00Z ", false)]
    public void Time(string text, bool expected) => AssertCheck("time", text, expected);

    [Theory]
    [InlineData("2026-11-24T19:16:42Z", true)]
    [InlineData("2026-11-24t19:16:42.123456789-08:00", true)]
    [InlineData("2026-12-31T23:59:60Z", true)]
    [InlineData("2026-11-24 19:16:42Z", false)]
    [InlineData("2026-11-24", false)] // what .NET would bind all the same
    [InlineData("2026-11-31T19:16:42Z", false)]
    [InlineData("2026-11-24T19:16:42", false)]
    public void Date_time(string text, bool expected) => AssertCheck("date-time", text, expected);

    [Theory]
    [InlineData("P3Y6M4DT12H30M5S", true)]
    [InlineData("PT20M", true)]
    [InlineData("P4W", true)]
    [InlineData("P4W1D", false)] // weeks stand alone
    [InlineData("P", false)]
    [InlineData("PT", false)]
    [InlineData("P1DT", false)]
    [InlineData("P1Y1D", false)] // the grammar leaves nothing out in the middle
    [InlineData("P1D1Y", false)]
    [InlineData("PT1.5H", false)]
    [InlineData("-P1D", false)]
    [InlineData("1D", false)]
    public void Duration(string text, bool expected) => AssertCheck("duration", text, expected);

    [Theory]
    [InlineData("6f9619ff-8b86-d011-b42d-00c04fc964ff", true)]
    [InlineData("6F9619FF-8B86-D011-B42D-00C04FC964FF", true)]
    [InlineData("00000000-0000-0000-0000-000000000000", true)]
    [InlineData("6f9619ff8b86d011b42d00c04fc964ff", false)]
    [InlineData("{6f9619ff-8b86-d011-b42d-00c04fc964ff}", false)]
    [InlineData("6f9619ff-8b86-d011-b42d-00c04fc964fg", false)]
    [InlineData("6f9619ff-8b86-d011-b42d-00c04fc964ff\n", false)] // Guid.TryParse trims
    public void Uuid(string text, bool expected) => AssertCheck("uuid", text, expected);

    [Theory]
    [InlineData("ada@example.org", true)]
    [InlineData("ada.lovelace+mail@localhost", true)]
    [InlineData("\"ada @ \\\" work\"@example.org", true)]
    [InlineData("ada@[192.0.2.1]", true)]
    [InlineData("ada@[IPv6:2001:db8::1]", true)]
    [InlineData("ada@[2001:db8::1]", false)]
    [InlineData("ada", false)]
    [InlineData("@example.org", false)]
    [InlineData("ada@", false)]
    [InlineData("ada..l@example.org", false)]
    [InlineData("ada@example..org", false)]
    [InlineData("ada@example.org\nBcc: eve@example.org", false)]
    [InlineData("ada@example.org,eve@example.org", false)]
    [InlineData("\"ada\"eve\"@example.org", false)]
    [InlineData("\"ada\\\"@example.org", false)] // the quotation mark that would close is escaped
    [InlineData("\u00E4da@example.org", false)]
    public void Email(string text, bool expected) => AssertCheck("email", text, expected);

    [Theory]
    [InlineData("example.org", true)]
    [InlineData("3com.example", true)]
    [InlineData("a-b.example", true)]
    [InlineData("-a.example", false)]
    [InlineData("a-.example", false)]
    [InlineData("a_b.example", false)]
    [InlineData("example.org.", false)]
    [InlineData("a..b", false)]
    [InlineData("", false)]
    [InlineData("b\u00FCcher.example", false)]
    [InlineData("xn--bcher-kva.example", true)] // the same, encoded
    [InlineData("xn--a", false)] // encodes nothing
    [InlineData("xn--abc-", false)] // ends with a hyphen
    [InlineData("xn--99999999", false)] // beyond the last code point
    [InlineData("xn--ls8h.example", false)] // a heap: no symbols in names
    [InlineData("ab--cd.example", false)] // an encoding that is not known
    public void Hostname(string text, bool expected) => AssertCheck("hostname", text, expected);

    [Fact]
    public void Hostnames_have_limits()
    {
        AssertCheck("hostname", new string('a', 63), true);
        AssertCheck("hostname", new string('a', 64), false);
        AssertCheck("hostname", string.Join('.', Enumerable.Repeat(new string('a', 62), 4)), true);
        AssertCheck("hostname", string.Join('.', Enumerable.Repeat(new string('a', 63), 4)), false);
        AssertCheck("email", new string('a', 64) + "@example.org", true);
        AssertCheck("email", new string('a', 65) + "@example.org", false);
    }

    [Theory]
    [InlineData("192.0.2.255", true)]
    [InlineData("192.0.2.256", false)]
    [InlineData("192.0.2.01", false)] // octal for some
    [InlineData("192.0.2", false)] // three numbers for others
    [InlineData("0x7f.0.0.1", false)]
    [InlineData("1..2.3", false)]
    [InlineData("1.2.3.4\n", false)]
    public void Ipv4(string text, bool expected) => AssertCheck("ipv4", text, expected);

    [Theory]
    [InlineData("::", true)]
    [InlineData("::1", true)]
    [InlineData("1::", true)]
    [InlineData("2001:db8:0:0:0:0:0:1", true)]
    [InlineData("::ffff:192.0.2.1", true)]
    [InlineData("1:2:3:4:5:6:192.0.2.1", true)]
    [InlineData("1:2:3:4:5:6:7:192.0.2.1", false)]
    [InlineData("192.0.2.1::", false)]
    [InlineData("1:2:3:4:5:6:7", false)]
    [InlineData("1:2:3:4:5:6:7:8:9", false)]
    [InlineData("1:2:3:4::5:6:7:8", false)] // nothing is left out
    [InlineData("1::2::3", false)]
    [InlineData(":1:2:3:4:5:6:7", false)]
    [InlineData("12345::", false)]
    [InlineData("fe80::1%eth0", false)] // a zone is not part of it
    [InlineData("[::1]", false)]
    public void Ipv6(string text, bool expected) => AssertCheck("ipv6", text, expected);

    [Theory]
    [InlineData("https://user:pw@example.org:8080/a/b?c=d&e#f", true)]
    [InlineData("urn:isbn:0451450523", true)]
    [InlineData("file:///etc/passwd", true)] // which schemes are welcome is another question
    [InlineData("http://[2001:db8::1]/", true)]
    [InlineData("http://[v1.x:y]/", true)]
    [InlineData("http://[v1.]/", false)]
    [InlineData("http://[2001:db8::1", false)]
    [InlineData("http://[::1]x/", false)]
    [InlineData("//example.org/", false)]
    [InlineData("example.org", false)]
    [InlineData("1http://example.org", false)]
    [InlineData(":a", false)]
    [InlineData("http://example.org/a b", false)]
    [InlineData("http://example.org/%4", false)]
    [InlineData("http://example.org/%zz", false)]
    [InlineData("http://example.org:80a/", false)]
    [InlineData("http://a@b@example.org/", false)]
    [InlineData("http://example.org/\\..\\", false)] // Uri would turn it round
    [InlineData("http://example.org/\u00E9", false)]
    [InlineData("http://example.org/#a#b", false)]
    public void Uri(string text, bool expected) => AssertCheck("uri", text, expected);

    [Theory]
    [InlineData("", true)]
    [InlineData("../a?b#c", true)]
    [InlineData("//example.org", true)]
    [InlineData("https://example.org", true)]
    [InlineData("a/b:c", true)]
    [InlineData("a%2", false)]
    [InlineData("1:b", false)] // would be a scheme
    [InlineData("\\\\server\\share", false)]
    public void Uri_reference(string text, bool expected) => AssertCheck("uri-reference", text, expected);

    [Theory]
    [InlineData("json-pointer", "", true)]
    [InlineData("json-pointer", "/a~1b/~0/", true)]
    [InlineData("json-pointer", "a", false)]
    [InlineData("json-pointer", "/~2", false)]
    [InlineData("json-pointer", "/~", false)]
    [InlineData("json-pointer", "#/a", false)]
    [InlineData("relative-json-pointer", "0", true)]
    [InlineData("relative-json-pointer", "12/a", true)]
    [InlineData("relative-json-pointer", "1#", true)]
    [InlineData("relative-json-pointer", "01", false)]
    [InlineData("relative-json-pointer", "1#/a", false)]
    [InlineData("relative-json-pointer", "/a", false)]
    [InlineData("relative-json-pointer", "-1", false)]
    [InlineData("regex", "^(?=a)(?<n>[a-z]+)\\k<n>$", true)]
    [InlineData("regex", "(?i)a", false)]
    [InlineData("regex", "[", false)]
    public void Pointers_and_patterns(string name, string text, bool expected) => AssertCheck(name, text, expected);

    private static void AssertCheck(string name, string text, bool expected)
    {
        Assert.Equal(FormatSupport.Checked, StringFormats.Find(name, out var check));
        Assert.Equal(expected, check!(text));
    }
}
