using System.Text.Json;
using McpSecure.Schemas.Formats;
using McpSecure.Schemas.Patterns;

namespace McpSecure.Schemas.Compilation;

/// <summary><c>pattern</c> and <c>format</c>.</summary>
internal static class StringKeywords
{
    public static void Pattern(SubschemaBuilder builder, JsonElement value)
    {
        if (builder.Text(value) is { } text && Compile(builder, text) is { } pattern)
        {
            builder.Strings.Pattern = pattern;
            builder.Strings.PatternText = text;
            if (!pattern.IsAnchored)
            {
                builder.Compiler.Facts.AddUnanchored(builder.Place);
            }
        }
    }

    public static void Format(SubschemaBuilder builder, JsonElement value)
    {
        if (builder.Text(value) is not { } name)
        {
            return;
        }

        var asserted = builder.Options.AssertFormats || builder.Location.Resource.Vocabularies.HasFlag(Vocabularies.FormatAssertion);
        var support = StringFormats.Find(name, out var check);
        if (asserted && support == FormatSupport.Checked)
        {
            builder.Strings.Format = check;
            builder.Strings.FormatName = name;
            builder.Strings.FormatCost = StringFormats.CostOf(name);
        }
        else if (asserted && support == FormatSupport.Unsupported)
        {
            builder.Report($"The format '{name}' cannot be checked. Use a pattern instead, or switch {nameof(builder.Options.AssertFormats)} off.");
        }
        else
        {
            builder.Compiler.Facts.AddIgnoredFormat(name);
        }
    }

    public static StringPattern? Compile(SubschemaBuilder builder, string text)
    {
        if (text.Length > builder.Options.MaxPatternLength)
        {
            builder.Report($"The pattern has {text.Length} characters, more than {builder.Options.MaxPatternLength}. Use a shorter one, or raise {nameof(builder.Options.MaxPatternLength)}.");
            return null;
        }

        if (!builder.Compiler.TryAddPattern(text))
        {
            return null;
        }

        var pattern = StringPattern.TryCompile(text, builder.Options.AllowBacktracking, out var problem, out var work);
        builder.Compiler.AddWork(text, work);
        if (pattern is null)
        {
            builder.Report($"The pattern '{text}' cannot be enforced. {problem}");
        }
        else if (pattern.Backtracks)
        {
            builder.Compiler.Facts.AddBacktracking(builder.Place);
        }

        return pattern;
    }
}
