using System.Text.Json;
using McpSecure.Arguments.Hardening;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Arguments.Hardening;

/// <summary>A number reaches the tool as it was sent, but for the rounding of its type, or not at all.</summary>
public sealed class ClrNumbersTests
{
    private const string Whole = "must be a whole number, written without fraction or exponent";

    [Theory]
    [InlineData("5", null)]
    [InlineData("-0", null)]
    [InlineData("2147483647", null)]
    [InlineData("5.0", Whole)]                 // an integer to JSON Schema; the binder throws
    [InlineData("5e0", Whole)]
    [InlineData("1e2", Whole)]
    [InlineData("2147483648", "does not fit a 32-bit integer: from -2147483648 to 2147483647")]
    [InlineData("99999999999999999999999999999999999999999", "does not fit a 32-bit integer: from -2147483648 to 2147483647")]
    public void An_int(string number, string? reason) => Assert.Equal(reason, Reason((int n) => n, number));

    [Theory]
    [InlineData("255", true)]
    [InlineData("256", false)]
    [InlineData("-1", false)]
    public void A_byte(string number, bool stays) => Assert.Equal(stays, Reason((byte n) => n, number) is null);

    [Theory]
    [InlineData("18446744073709551615", true)]
    [InlineData("18446744073709551616", false)]
    [InlineData("-0", false)] // the binder throws
    public void A_ulong(string number, bool stays) => Assert.Equal(stays, Reason((ulong n) => n, number) is null);

    [Theory]
    [InlineData("1.5", true)]
    [InlineData("0", true)]
    [InlineData("-0.0e99999", true)]                    // zero, however it is written
    [InlineData("9007199254740993", true)]              // rounded: that is what a double is
    [InlineData("0.1234567890123456789012345", true)]
    [InlineData("1.7976931348623157E+308", true)]
    [InlineData("1.8e308", false)]                      // infinite
    [InlineData("1e400", false)]
    [InlineData("-1e999999999999999999999", false)]
    [InlineData("5e-324", true)]
    [InlineData("1e-400", false)]                       // becomes 0
    [InlineData("-0.000001e-999999999999999999999", false)]
    public void A_double(string number, bool stays)
    {
        Assert.Equal(stays, Reason((double n) => n, number) is null);
        Assert.Equal(stays, ClrNumbers.Unknown.Find("n", JsonElement.Parse(number)) is null);
        Assert.Equal(stays, Reason((JsonElement n) => n, number) is null); // whatever the tool makes of it
    }

    [Theory]
    [InlineData("3.4028235E+38", true)]
    [InlineData("3.5e38", false)]
    [InlineData("1e-46", false)]
    [InlineData("1e-45", true)]
    public void A_float(string number, bool stays) => Assert.Equal(stays, Reason((float n) => n, number) is null);

    [Theory]
    [InlineData("65504", true)]
    [InlineData("65520", false)]
    [InlineData("1e-8", false)]
    public void A_half(string number, bool stays) => Assert.Equal(stays, Reason((Half n) => n, number) is null);

    [Theory]
    [InlineData("0.1", true)]
    [InlineData("100.00", true)]
    [InlineData("1e5", true)]
    [InlineData("79228162514264337593543950335", true)]
    [InlineData("79228162514264337593543950336", false)]
    [InlineData("7.9228162514264337593543950335", true)]
    [InlineData("0.1234567890123456789012345678", true)]
    [InlineData("0.12345678901234567890123456789", false)]   // one digit more than a decimal keeps
    [InlineData("10000000000000000000000000000.01", false)]
    [InlineData("1e-29", false)]                             // becomes 0
    [InlineData("1e-28", true)]
    [InlineData("10e-29", true)]
    [InlineData("1000000000000000000000000000000000000000000000e-40", true)]
    [InlineData("-0.00", true)]
    [InlineData("1e29", false)]
    public void A_decimal(string number, bool stays) => Assert.Equal(stays, Reason((decimal n) => n, number) is null);

    [Theory]
    [InlineData("""{"lines":[{"count":1},{"count":2.0}]}""", "/order/lines/1/count")]
    [InlineData("""{"lines":[{"c\u006funt":2.0}]}""", "/order/lines/0/count")] // the same name
    [InlineData("""{"lines":[{"Count":2.0}]}""", "/order/lines/0/Count")]      // the binder does not look at the case
    [InlineData("""{"prices":{"a/b~":1e-46}}""", "/order/prices/a~1b~0")]
    [InlineData("""{"unknown":[1e400]}""", "/order/unknown/0")]
    [InlineData("""{"\ud800":1e400}""", "/order/\uFFFD")]
    [InlineData("""{"lines":[{"count":1,"count":2}],"prices":{"a":0.5},"any":{"x":[1.5e300]}}""", null)]
    public void It_is_found_wherever_it_stands(string json, string? place) => Assert.Equal(
        place, ClrNumbers.Of(Given.Tool("tool", (Order order) => order)).Find(new Dictionary<string, JsonElement> { ["order"] = JsonElement.Parse(json) })?.Pointer);

    [Fact]
    public void Types_that_derive_bring_their_members()
    {
        var numbers = ClrNumbers.Of(Given.Tool("tool", (Animal animal) => animal));

        Assert.Null(numbers.Find("animal", JsonElement.Parse("""{"$type":"dog","legs":4,"size":2.5}""")));
        Assert.NotNull(numbers.Find("animal", JsonElement.Parse("""{"$type":"dog","legs":4.0}""")));
        Assert.Null(numbers.Find("animal", JsonElement.Parse("""{"$type":"cat","size":4.0}"""))); // an int of the one, a double of the other
    }

    [Fact]
    public void Looking_allocates_nothing()
    {
        var numbers = ClrNumbers.Of(Given.Tool("tool", (Order order, double d, decimal m) => order));
        var arguments = new Dictionary<string, JsonElement>
        {
            ["order"] = JsonElement.Parse("""{"lines":[{"count":1},{"count":2}],"prices":{"a":0.5,"ü":3.4e38},"any":{"x":[1.5e300]}}"""),
            ["d"] = JsonElement.Parse("1.2345678901234567890e-300"),
            ["m"] = JsonElement.Parse("0.1234567890123456789012345678"),
        };
        Assert.Null(numbers.Find(arguments));

        var before = GC.GetAllocatedBytesForCurrentThread();
        numbers.Find(arguments);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string? Reason(Delegate method, string number) =>
        ClrNumbers.Of(Given.Tool("tool", method)).Find("n", JsonElement.Parse(number))?.Reason;

    internal sealed record Order(Line[] Lines, Dictionary<string, float> Prices, object? Any);

    internal sealed record Line(int Count);

    [System.Text.Json.Serialization.JsonDerivedType(typeof(Dog), "dog")]
    [System.Text.Json.Serialization.JsonDerivedType(typeof(Cat), "cat")]
    internal abstract record Animal;

    internal sealed record Dog(int Legs, int Size) : Animal;

    internal sealed record Cat(double Size) : Animal;
}
