using System.Text.Json;
using McpSecure.Schemas;

namespace McpSecure.SchemaSuite;

/// <summary>Runs one draft of the official JSON-Schema-Test-Suite.</summary>
internal sealed class Suite(string directory, string draft)
{
    private const string RemoteUri = "http://localhost:1234/";

    /// <summary>Optional parts in which an invalid instance must not pass either.</summary>
    private static readonly string[] NeverInvalid = ["bignum", "ecmascript-regex", "non-bmp-regex", "float-overflow"];

    private readonly McpSecureSchemaEngine _engine = new();
    private readonly Dictionary<string, JsonElement> _remotes = ReadRemotes(Path.Join(directory, "remotes"));

    public int Run()
    {
        var tests = Path.Join(directory, "tests", draft);
        var required = RunAll("required", Directory.EnumerateFiles(tests, "*.json"), assertFormats: false);
        var reached = required.Passed == required.Count && required.Count > 0;
        Print(required, showFailures: true);
        foreach (var file in Directory.EnumerateFiles(Path.Join(tests, "optional"), "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var tally = RunAll($"optional/{name}", [file], assertFormats: name is "format-assertion");
            reached &= tally.AcceptsInvalid == 0 || !NeverInvalid.Contains(name, StringComparer.Ordinal);
            Print(tally, showFailures: tally.AcceptsInvalid > 0);
        }

        foreach (var file in Directory.EnumerateFiles(Path.Join(tests, "optional", "format"), "*.json").Order(StringComparer.Ordinal))
        {
            var tally = RunAll($"format/{Path.GetFileNameWithoutExtension(file)}", [file], assertFormats: true);
            Print(tally, showFailures: tally.AcceptsInvalid > 0);
        }

        Console.WriteLine(reached ? "The goal is reached." : "The goal is missed.");
        return reached ? 0 : 1;
    }

    private static void Print(Tally tally, bool showFailures)
    {
        Console.WriteLine(tally);
        foreach (var failure in showFailures ? tally.Failures : [])
        {
            Console.WriteLine($"  {failure}");
        }
    }

    private static Dictionary<string, JsonElement> ReadRemotes(string directory) => Directory
        .EnumerateFiles(directory, "*.json", SearchOption.AllDirectories)
        .ToDictionary(
            file => RemoteUri + Path.GetRelativePath(directory, file).Replace('\\', '/'),
            file => JsonElement.Parse(File.ReadAllBytes(file)),
            StringComparer.Ordinal);

    private Tally RunAll(string part, IEnumerable<string> files, bool assertFormats)
    {
        var tally = new Tally(part);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            foreach (var group in JsonElement.Parse(File.ReadAllBytes(file)).EnumerateArray())
            {
                Run(tally, Path.GetFileNameWithoutExtension(file), group, assertFormats);
            }
        }

        return tally;
    }

    private void Run(Tally tally, string file, JsonElement group, bool assertFormats)
    {
        var name = $"{file}: {group.GetProperty("description").GetString()}";
        var (schema, problem) = Compile(group.GetProperty("schema"), assertFormats);
        foreach (var test in group.GetProperty("tests").EnumerateArray())
        {
            var instance = test.GetProperty("data");
            var expected = test.GetProperty("valid").GetBoolean();
            var (valid, doubt) = schema is null ? (null, problem) : Ask(schema, instance);
            tally.Add($"{name}: {test.GetProperty("description").GetString()} {doubt}", expected, doubt is null || schema is null ? valid : !expected);
        }
    }

    /// <summary>Every way of asking has to give the same answer, and a "no" its reason.</summary>
    private static (bool? Valid, string? Doubt) Ask(CompiledSchema schema, JsonElement instance)
    {
        var valid = schema.IsValid(instance);
        var errors = new SchemaErrors();
        schema.Explain(instance, errors);
        if (valid != (errors.Count == 0) || errors.Any(error => error.Keyword is "" or "budget"))
        {
            return (valid, $"(answers {valid}, explains {string.Join(" | ", errors)})");
        }

        if (instance.ValueKind != JsonValueKind.Object)
        {
            return (valid, null);
        }

        var members = instance.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        var ofMembers = new SchemaErrors();
        schema.Explain(members, ofMembers);
        return (valid, schema.IsValid(members) == valid && ofMembers.SequenceEqual(errors) ? null : "(other answers for the members)");
    }

    private (CompiledSchema? Schema, string? Problem) Compile(JsonElement schema, bool assertFormats)
    {
        var options = new SchemaCompileOptions
        {
            DefaultDialect = draft == "draft7" ? SchemaDialect.Draft7 : SchemaDialect.Draft202012,
            AssertFormats = assertFormats,
            AllowUnknownKeywords = true,
            AllowBacktracking = true,
        };
        foreach (var (uri, document) in _remotes)
        {
            options.Documents.Add(uri, document);
        }

        try
        {
            return (_engine.Compile(schema, options), null);
        }
        catch (SchemaException exception)
        {
            return (null, exception.Problems[0].ToString());
        }
    }
}
