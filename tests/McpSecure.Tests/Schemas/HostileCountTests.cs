using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Benchmarks.Support;
using McpSecure.Schemas;
using McpSecure.Schemas.Compilation;
using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Patterns;

namespace McpSecure.Tests.Schemas;

/// <summary>What hostile values and schemas cost, counted: no clock, so that it holds on any machine. The benchmarks tell the time of the same ones.</summary>
public sealed class HostileCountTests
{
    // The dearest kind of value pays less than a visit for each byte of its text; "anyOf" and its like multiply it.
    private const int VisitsPerByte = 1;

    public static TheoryData<string> Instances => new(HostileInstance.All.Select(one => one.Name));

    public static TheoryData<string> Schemas => new(HostileSchema.All.Select(one => one.Name));

    [Theory]
    [MemberData(nameof(Instances))]
    public void A_value_pays_for_its_length_and_never_more_than_the_budget(string name)
    {
        var (root, value) = Read(name);

        var (visits, valid) = Count(root, value);

        Assert.InRange(visits, 0, new SchemaCompileOptions().MaxVisits + 1);
        Assert.True(!valid || visits <= JsonMarshal.GetRawUtf8Value(value).Length * VisitsPerByte, $"{visits}");
    }

    private const int Collisions = 12;

    /// <summary>What is asked of every member or item has to be paid for: a look that is free is one that nothing bounds.</summary>
    [Theory]
    [InlineData("keys: open", 80_000 / 16)]
    [InlineData("keys: additionalProperties", 80_000 / 16)]
    [InlineData("keys: allOf", 80_000 * 8 / 16)]
    [InlineData("keys: allOf of eight, fewer", 20_000 * 8 * 8 / 16)]
    [InlineData("keys: patternProperties", 80_000)]
    [InlineData("keys: patterns, unevaluated, fewer", 30_000)]
    [InlineData("items: integers", 170_000 * 5 / 16)]
    [InlineData("items: unevaluatedItems", 170_000 / 16)]
    [InlineData("items: escaped texts", 60_000 * 5 / 16)]
    [InlineData("items: date-time", 40_000 * 2)]
    [InlineData("text: pattern", 1_000_000 / 16)]
    [InlineData("text: uri", 1_000_000 / 16)]
    [InlineData("text: json-pointer", 900_000 / 16)]
    [InlineData("number: multipleOf", 1_000_000 / 16)]
    public void Every_look_is_paid_for(string name, int least)
    {
        var (root, value) = Read(name);

        // Of eighty thousand names one or two pairs have the same hash of 31 bits, whichever the seed makes them, and each costs a look at all.
        Assert.InRange(Count(root, value).Visits, least, (2 * least) + 10 + (Collisions * 80_000 / 16));
    }

    [Theory]
    [InlineData("keys: allOf of eight", "eight subschemas look at each member")]
    [InlineData("items: contains", "each item is looked at twice")]
    [InlineData("items: enum of fractions", "numbers that are compared digit by digit")]
    [InlineData("items: enum of objects", "each item is hashed")]
    [InlineData("items: regex", "each item is read as a pattern")]
    [InlineData("text: simulated pattern", "four hundred places are possible after each letter")]
    [InlineData("text: simulated pattern of classes", "the same beyond ASCII")]
    [InlineData("text: pattern of words", "the same with words")]
    [InlineData("references: doubling anyOf", "a million ways")]
    public void What_would_take_too_long_uses_up_the_budget(string name, string reason)
    {
        var (root, value) = Read(name);

        Assert.True(Count(root, value).Visits > new SchemaCompileOptions().MaxVisits, reason);
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_schema_is_refused_or_compiled_within_its_weight(string name)
    {
        var schema = Array.Find([.. HostileSchema.All], one => one.Name == name)!.Json(0);
        var options = new SchemaCompileOptions();
        var compiler = new SchemaCompiler(options);
        var taken = true;
        try
        {
            compiler.Compile(Schema.Parse(schema));
        }
        catch (SchemaException)
        {
            taken = false;
        }

        // One list of subschemas may go beyond before it is counted.
        Assert.True(!taken || compiler.Weight <= options.MaxSubschemas, $"{compiler.Weight}");
        Assert.InRange(compiler.Compiled.Count, 0, taken ? options.MaxSubschemas : options.MaxSubschemas + (schema.Length / 2));
    }

    [Theory]
    [InlineData("patterns: 95 that explode")]
    [InlineData("patterns: 95 of counts")]
    [InlineData("patterns: 95 of alternatives")]
    [InlineData("patternProperties: many names")]
    [InlineData("patternProperties: long names")]
    [InlineData("propertyNames: doubling")]
    [InlineData("propertyNames: 900 for 900")]
    [InlineData("dependentRequired: 10,000")]
    [InlineData("required: 20,000")]
    public void A_schema_that_would_take_too_long_is_refused(string name)
    {
        var schema = Array.Find([.. HostileSchema.All], one => one.Name == name)!.Json(0);

        Assert.Contains(nameof(SchemaCompileOptions.MaxSubschemas), Assert.Single(Schema.Problems(schema)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ab]*a[ab]{400}$")]
    [InlineData("^.{1,60000}$")]
    [InlineData("^(?:(?:a?){30}b?){30}$")]
    [InlineData("^(?:(?:a?b?c?d?){9}){9}$")]
    [InlineData(@"\b(?:a|b|\w{1,90})+\b(?:a\b|\Bb){1,90}$")]
    public void No_pattern_takes_more_work_than_one_table_and_one_simulation(string pattern)
    {
        StringPattern.TryCompile(pattern, allowBacktracking: false, out _, out var work);

        Assert.InRange(work, 1, 4 * PatternWork.MostOfTable);
    }

    private static (SchemaNode Root, JsonElement Value) Read(string name)
    {
        var one = Array.Find([.. HostileInstance.All], one => one.Name == name)!;
        return (new SchemaCompiler(new SchemaCompileOptions()).Compile(Schema.Parse(one.Schema)).Root, one.Read());
    }

    private static (int Visits, bool Valid) Count(SchemaNode root, JsonElement value)
    {
        var budget = new SchemaCompileOptions().MaxVisits;
        var run = new Run(budget);
        var valid = Evaluator.Visit(root, value, ref run) && !run.IsExhausted;
        return (run.IsExhausted ? budget + 1 : run.Used, valid);
    }
}
