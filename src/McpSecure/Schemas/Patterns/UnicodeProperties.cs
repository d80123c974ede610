using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace McpSecure.Schemas.Patterns;

/// <summary>The properties of <c>\p{…}</c> that .NET has the data for: the general categories and a few more. It knows of no scripts.</summary>
internal static class UnicodeProperties
{
    private static readonly FrozenDictionary<string, UnicodeCategory[]> Categories = Names();

    // A million look-ups: made only for a process that uses a property.
    private static readonly Lazy<CodePoints[]> Sets = new(Scan);

    // As many as there are names.
    private static readonly ConcurrentDictionary<string, CodePoints> Made = new(StringComparer.Ordinal);

    /// <summary>Finds a property.</summary>
    /// <param name="expression">What stands between the braces.</param>
    /// <param name="problem">Why there is none.</param>
    /// <returns>The set, or <see langword="null"/>.</returns>
    public static CodePoints? Find(string expression, out string? problem)
    {
        problem = null;
        var equals = expression.IndexOf('=', StringComparison.Ordinal);
        var property = equals < 0 ? string.Empty : expression[..equals];
        if (property is "Script" or "sc" or "Script_Extensions" or "scx")
        {
            problem = $"'{expression}' needs the scripts of Unicode, which are not available here; write the ranges out";
            return null;
        }

        var set = property switch
        {
            "" => Category(expression) ?? Binary(expression),
            "General_Category" or "gc" => Category(expression[(equals + 1)..]),
            _ => null,
        };
        problem = set is null ? $"'{expression}' is not a Unicode property that is available here; general categories such as L, Letter or Nd are" : null;
        return set;
    }

    private static CodePoints? Binary(string name) => name switch
    {
        "Any" => CodePoints.All,
        "ASCII" => CodePoints.Of((0, 0x7F)),
        "ASCII_Hex_Digit" or "AHex" => CodePoints.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
        "Assigned" => Sets.Value[(int)UnicodeCategory.OtherNotAssigned].Negated(),
        _ => null,
    };

    private static CodePoints? Category(string name) => Categories.TryGetValue(name, out var categories)
        ? Made.GetOrAdd(name, _ => CodePoints.Of(categories.SelectMany(category => Sets.Value[(int)category].Ranges())))
        : null;

    private static CodePoints[] Scan()
    {
        var ranges = Enumerable.Range(0, (int)UnicodeCategory.OtherNotAssigned + 1).Select(_ => new List<(int First, int Last)>()).ToArray();
        var first = 0;
        for (var codePoint = 1; codePoint <= CodePoints.Limit; codePoint++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(first);
            if (codePoint == CodePoints.Limit || CharUnicodeInfo.GetUnicodeCategory(codePoint) != category)
            {
                ranges[(int)category].Add((first, codePoint - 1));
                first = codePoint;
            }
        }

        return [.. ranges.Select(list => CodePoints.Of(list))];
    }

    private static FrozenDictionary<string, UnicodeCategory[]> Names()
    {
        // PropertyValueAliases.txt of Unicode, without the punctuation: short name, long name, further alias.
        (string Names, UnicodeCategory Category)[] single =
        [
            ("Lu Uppercase_Letter", UnicodeCategory.UppercaseLetter), ("Ll Lowercase_Letter", UnicodeCategory.LowercaseLetter),
            ("Lt Titlecase_Letter", UnicodeCategory.TitlecaseLetter), ("Lm Modifier_Letter", UnicodeCategory.ModifierLetter),
            ("Lo Other_Letter", UnicodeCategory.OtherLetter), ("Mn Nonspacing_Mark", UnicodeCategory.NonSpacingMark),
            ("Mc Spacing_Mark", UnicodeCategory.SpacingCombiningMark), ("Me Enclosing_Mark", UnicodeCategory.EnclosingMark),
            ("Nd Decimal_Number digit", UnicodeCategory.DecimalDigitNumber), ("Nl Letter_Number", UnicodeCategory.LetterNumber),
            ("No Other_Number", UnicodeCategory.OtherNumber), ("Pc Connector_Punctuation", UnicodeCategory.ConnectorPunctuation),
            ("Pd Dash_Punctuation", UnicodeCategory.DashPunctuation), ("Ps Open_Punctuation", UnicodeCategory.OpenPunctuation),
            ("Pe Close_Punctuation", UnicodeCategory.ClosePunctuation), ("Pi Initial_Punctuation", UnicodeCategory.InitialQuotePunctuation),
            ("Pf Final_Punctuation", UnicodeCategory.FinalQuotePunctuation), ("Po Other_Punctuation", UnicodeCategory.OtherPunctuation),
            ("Sm Math_Symbol", UnicodeCategory.MathSymbol), ("Sc Currency_Symbol", UnicodeCategory.CurrencySymbol),
            ("Sk Modifier_Symbol", UnicodeCategory.ModifierSymbol), ("So Other_Symbol", UnicodeCategory.OtherSymbol),
            ("Zs Space_Separator", UnicodeCategory.SpaceSeparator), ("Zl Line_Separator", UnicodeCategory.LineSeparator),
            ("Zp Paragraph_Separator", UnicodeCategory.ParagraphSeparator), ("Cc Control cntrl", UnicodeCategory.Control),
            ("Cf Format", UnicodeCategory.Format), ("Cs Surrogate", UnicodeCategory.Surrogate),
            ("Co Private_Use", UnicodeCategory.PrivateUse), ("Cn Unassigned", UnicodeCategory.OtherNotAssigned),
        ];
        (string Names, string Prefixes)[] groups =
        [
            ("L Letter", "L"), ("M Mark Combining_Mark", "M"), ("N Number", "N"), ("P Punctuation punct", "P"),
            ("S Symbol", "S"), ("Z Separator", "Z"), ("C Other", "C"), ("LC Cased_Letter", "Lu Ll Lt"),
        ];

        var all = single.ToDictionary(row => row.Names, row => new[] { row.Category }, StringComparer.Ordinal);
        foreach (var (names, prefixes) in groups)
        {
            all[names] = [.. single.Where(row => prefixes.Split(' ').Any(prefix => row.Names.StartsWith(prefix, StringComparison.Ordinal))).Select(row => row.Category)];
        }

        return all.SelectMany(row => row.Key.Split(' '), (row, name) => KeyValuePair.Create(name, row.Value)).ToFrozenDictionary(StringComparer.Ordinal);
    }
}
