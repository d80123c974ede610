using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using McpSecure.Arguments.Hardening;
using McpSecure.Schemas;
using McpSecure.Tests.Support;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Arguments.Hardening;

/// <summary>A generated schema says what the types behind it can hold.</summary>
public sealed class ClrFactsTests
{
    public static TheoryData<string, Delegate> Integers { get; } = new()
    {
        { "-128 127", (sbyte n) => n },
        { "0 255", (byte n) => n },
        { "-32768 32767", (short n) => n },
        { "0 65535", (ushort n) => n },
        { "-2147483648 2147483647", (int n) => n },
        { "0 4294967295", (uint n) => n },
        { "-9223372036854775808 9223372036854775807", (long n) => n },
        { "0 18446744073709551615", (ulong n) => n },
        { "-2147483648 2147483647", (int? n) => n },
        { "-3.4028235E+38 3.4028235E+38", (float n) => n },
        { "-1.7976931348623157E+308 1.7976931348623157E+308", (double n) => n },
        { "-79228162514264337593543950335 79228162514264337593543950335", (decimal n) => n },
        { "1 2147483647", ([Range(1, int.MaxValue)] int n) => n },     // the author's are as tight
        { "1 10", ([Range(1, 10)] int n) => n },
        { "-2147483648 2147483647", ([Range(-1e300, 1e300)] int n) => n }, // wider than the type: narrowed
        { "0.5 5", ([Range(typeof(decimal), "0.5", "5")] decimal n) => n },  // texts, to the SDK
    };

    [Theory]
    [MemberData(nameof(Integers))]
    public void Numbers_have_the_bounds_of_their_type(string expected, Delegate method)
    {
        var schema = JsonElement.Parse(Hardened.Parameter(method));

        Assert.Equal(expected, $"{schema.GetProperty("minimum").GetRawText()} {schema.GetProperty("maximum").GetRawText()}");
    }

    [Fact]
    public void They_have_them_wherever_they_stand()
    {
        var schema = Hardened.Of((Order order, byte[][] raw, Dictionary<string, short> map) => order).GetRawText();

        Assert.Contains("\"quantity\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":255}", schema, StringComparison.Ordinal);
        Assert.Contains("\"maximum\":32767", schema, StringComparison.Ordinal);
        Assert.Contains("\"$ref\":\"#/properties/order\"", schema, StringComparison.Ordinal); // and a type that holds itself ends
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("9", false)]
    [InlineData("\"NaN\"", false)] // a text keeps every bound of a number
    [InlineData("\"9\"", false)]
    [InlineData("null", false)]
    public void A_number_with_bounds_is_no_text_whatever_the_serializer_reads(string value, bool isTaken)
    {
        var options = new JsonSerializerOptions(McpJsonUtilities.DefaultOptions)
        {
            NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
        };
        var schema = new McpSecureSchemaEngine().Compile(JsonElement.Parse(Hardened.Parameter(([Range(1, 5)] double n) => n, options)), new SchemaCompileOptions());

        Assert.Equal(isTaken, schema.IsValid(JsonElement.Parse(value)));
    }

    [Fact]
    public void Names_are_those_of_the_serializer() => Assert.Contains(
        "\"other_name\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":65535}", Hardened.Parameter((Named named) => named), StringComparison.Ordinal);

    [Fact]
    public void Bytes_are_text_and_have_no_bounds() => Assert.Equal("""{"type":"string"}""", Hardened.Parameter((byte[] raw) => raw.Length));

    [Theory]
    [InlineData("Read", true)]
    [InlineData("None", true)]         // the name of zero
    [InlineData("Read, Write", true)]
    [InlineData("Read,Write", true)]
    [InlineData("ReadWrite", true)]    // the name of two
    [InlineData("read", false)]        // the binder takes all of these
    [InlineData("1", false)]
    [InlineData("77", false)]
    [InlineData(" Read", false)]
    [InlineData("Read,  Write", false)]
    [InlineData("Read, 77", false)]
    [InlineData("Read,", false)]
    [InlineData("", false)]
    public void Flags_are_names(string text, bool isTaken)
    {
        var pattern = JsonElement.Parse(Hardened.Parameter((Rights rights) => rights)).GetProperty("pattern").GetString()!;

        Assert.Equal(isTaken, Regex.IsMatch(text, pattern.Replace("$", @"\z", StringComparison.Ordinal), RegexOptions.NonBacktracking));
    }

    [Fact]
    public void What_flags_take_the_binder_takes()
    {
        var pattern = JsonElement.Parse(Hardened.Parameter((Rights rights) => rights)).GetProperty("pattern").GetString()!;

        Assert.Equal("^(?:None|Read|Write|ReadWrite)(?:, ?(?:None|Read|Write|ReadWrite))*$", pattern);
        Assert.Equal(Rights.ReadWrite, JsonSerializer.Deserialize<Rights>("\"Read,Write\"", McpJsonUtilities.DefaultOptions));
    }

    [Fact]
    public void Flags_may_be_null_where_their_type_says_so() => Assert.Equal(
        """{"type":["string","null"],"pattern":"^(?:None|Read|Write|ReadWrite)(?:, ?(?:None|Read|Write|ReadWrite))*$"}""",
        Hardened.Parameter((Rights? rights) => rights));

    [Theory]
    [InlineData("13:45:00", true)]
    [InlineData("23:59:59.1234567", true)]
    [InlineData("13:45:00Z", false)] // what format: time wants, and the binder refuses
    [InlineData("24:00:00", false)]
    [InlineData("13:45:60", false)]
    [InlineData("1:45:00", false)]
    [InlineData("", false)]
    public void A_time_of_day_has_no_zone(string text, bool isTaken)
    {
        var pattern = JsonElement.Parse(Hardened.Parameter((TimeOnly time) => time)).GetProperty("pattern").GetString()!;

        Assert.Equal(isTaken, Regex.IsMatch(text, pattern.Replace("$", @"\z", StringComparison.Ordinal), RegexOptions.NonBacktracking));
        if (isTaken)
        {
            Assert.Equal(TimeOnly.Parse(text, CultureInfo.InvariantCulture), JsonSerializer.Deserialize<TimeOnly>($"\"{text}\"", McpJsonUtilities.DefaultOptions));
        }
    }

    [Fact]
    public void A_time_of_day_has_a_pattern_in_place_of_its_format()
    {
        const string Pattern = """ "pattern":"^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,7})?$" """;

        Assert.Equal($$"""{"type":"string",{{Pattern.Trim()}}}""", Hardened.Parameter((TimeOnly time) => time));
        Assert.Equal($$"""{"type":["string","null"],{{Pattern.Trim()}}}""", Hardened.Parameter((TimeOnly? time) => time));
    }

    [Fact]
    public void Enums_have_their_names_already() => Assert.Equal("""{"type":"string","enum":["Low","High"]}""", Hardened.Parameter((Level level) => level));

    [Fact]
    public void An_enum_that_is_a_number_has_the_bounds_of_its_number()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = McpJsonUtilities.DefaultOptions.TypeInfoResolver };

        Assert.Equal("""{"type":"integer","minimum":-2147483648,"maximum":2147483647}""", Hardened.Parameter((Level level) => (int)level, options));
    }

    [Fact]
    public void What_a_converter_of_the_application_reads_is_not_known()
    {
        var options = new JsonSerializerOptions(McpJsonUtilities.DefaultOptions);
        options.Converters.Add(new Doubling());

        Assert.DoesNotContain("minimum", Hardened.Parameter((int n) => n, options), StringComparison.Ordinal);
        Assert.Null(ClrNumbers.Of(Given.Tool("tool", (int n) => n, create => create.SerializerOptions = options)).Find("n", JsonElement.Parse("5.0")));
    }

    [Fact]
    public void A_tool_in_a_wrapper_is_read_as_the_SDK_reads_by_default() => Assert.Contains(
        "\"maximum\":255", HardenedSchema.Of(new Wrapped(Given.Tool("tool", (byte n) => n))).GetRawText(), StringComparison.Ordinal);

    [Fact]
    public void A_tool_made_from_a_function_shows_its_method_too() => Assert.Contains(
        "\"maximum\":255",
        HardenedSchema.Of(McpServerTool.Create(Microsoft.Extensions.AI.AIFunctionFactory.Create((byte n) => n, "tool"))).GetRawText(),
        StringComparison.Ordinal);

    [Description("Holds itself.")]
    internal sealed record Order(byte Quantity, Order[] Parts);

    internal sealed record Named([property: JsonPropertyName("other_name")] ushort Count);

    [Flags]
    internal enum Rights
    {
        None = 0,
        Read = 1,
        Write = 2,
        ReadWrite = Read | Write,
    }

    internal enum Level
    {
        Low,
        High,
    }

    private sealed class Wrapped(McpServerTool inner) : DelegatingMcpServerTool(inner);

    private sealed class Doubling : JsonConverter<int>
    {
        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => (int)(reader.GetDouble() * 2);

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
