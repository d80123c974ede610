using System.Globalization;
using System.Text;

namespace McpSecure.Tests.Arguments.Hardening;

/// <summary>Parameter types out of numbers, enums, texts, arrays, dictionaries and objects, and JSON that nearly fits them.</summary>
internal sealed class RandomTypes(int seed)
{
    private static readonly Type[] Leaves =
    [
        typeof(int), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(uint), typeof(long), typeof(ulong), typeof(float),
        typeof(double), typeof(decimal), typeof(Half), typeof(int?), typeof(double?), typeof(bool), typeof(string), typeof(Guid),
        typeof(Level), typeof(Level?), typeof(Rights), typeof(Int128),
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "5", "-1", "127", "128", "255", "256", "32768", "65536", "2147483647", "2147483648", "-9223372036854775808", "9007199254740993",
        "18446744073709551615", "18446744073709551616", "5.0", "5e0", "1E2", "0.1", "-2.5", "1e-400", "1e400", "-1e400", "3.4028235e38", "3.5e38", "1e-46", "1e-8",
        "65504", "65520", "0.1234567890123456789012345678", "0.12345678901234567890123456789", "79228162514264337593543950335", "1e28", "1e29", "5e-324", "-0.0",
    ];

    private static readonly string[] Odd =
    [
        "null", "true", "\"5\"", "\"NaN\"", "\"Infinity\"", "\"\"", "\"text\"", "\"\\u0041\"", "[]", "{}", "[1]", "\"77\"", "\"high\"", "\"High\"", "\" High\"", "\"Low, High\"",
        "\"Read\"", "\"Read,Write\"", "\"Read, Write\"", "\"read\"", "\"Read, 4\"", "77", "\"6b29fc40-ca47-1067-b31d-00dd010662da\"", "\"{6b29fc40-ca47-1067-b31d-00dd010662da}\"",
    ];

    private readonly Random _random = new(seed);

    public Type Type(int depth = 3) => _random.Next(depth == 0 ? 1 : 8) switch
    {
        0 or 1 => Leaves[_random.Next(Leaves.Length)],
        2 => Type(depth - 1).MakeArrayType(),
        3 => typeof(List<>).MakeGenericType(Type(depth - 1)),
        4 => typeof(Dictionary<,>).MakeGenericType(typeof(string), Type(depth - 1)),
        5 => typeof(Settable<>).MakeGenericType(Type(depth - 1)),
        _ => typeof(Pair<,>).MakeGenericType(Type(depth - 1), Type(depth - 1)),
    };

    /// <summary>JSON for a type. Now and then something else stands in a place.</summary>
    public string Json(Type type)
    {
        if (_random.Next(40) == 0)
        {
            return Pick(_random.Next(2) == 0 ? Odd : Numbers);
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray)
        {
            return Array(type.GetElementType()!);
        }

        if (!type.IsGenericType)
        {
            return Leaf(type);
        }

        var types = type.GetGenericArguments();
        return type.Name switch
        {
            "List`1" => Array(types[0]),
            "Dictionary`2" => Object([("x", types[1]), ("Y", types[1]), ("z~/", types[1])]),
            "Settable`1" => Object([("value", types[0]), ("count", typeof(int))]),
            _ => Object([("first", types[0]), ("second", types[1])]),
        };
    }

    private string Leaf(Type type)
    {
        if (type == typeof(bool))
        {
            return _random.Next(2) == 0 ? "true" : "false";
        }

        if (type == typeof(string))
        {
            return Pick(["\"text\"", "\"\\u0000\"", "\"ü\\ud83d\\ude00\""]);
        }

        if (type == typeof(Guid))
        {
            return Pick(["\"6b29fc40-ca47-1067-b31d-00dd010662da\"", "\"6B29FC40-CA47-1067-B31D-00DD010662DA\"", "\"6b29fc40ca471067b31d00dd010662da\""]);
        }

        return type.IsEnum ? Pick(Odd[12..22])
            : _random.Next(3) == 0 ? Pick(Numbers) : _random.Next(100).ToString(CultureInfo.InvariantCulture);
    }

    private string Array(Type item) => $"[{string.Join(',', Enumerable.Range(0, _random.Next(3)).Select(_ => Json(item)))}]";

    private string Object((string Name, Type Type)[] members)
    {
        var text = new StringBuilder();
        foreach (var (name, type) in members)
        {
            var copies = _random.Next(30) switch { 0 => 0, 1 => 2, _ => 1 };
            for (var copy = 0; copy < copies; copy++)
            {
                var written = _random.Next(30) switch { 0 => name.ToUpperInvariant(), 1 => $"\\u{(int)name[0]:x4}{name[1..]}", 2 => "other", _ => name };
                text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"\"{written}\":{Json(type)}");
            }
        }

        return $"{{{text}}}";
    }

    private string Pick(string[] texts) => texts[_random.Next(texts.Length)];

    internal sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

    internal sealed class Settable<T>
    {
        public T? Value { get; set; }

        public int Count { get; set; }
    }

    internal enum Level
    {
        Low,
        High,
    }

    [Flags]
    internal enum Rights
    {
        None = 0,
        Read = 1,
        Write = 2,
    }
}
