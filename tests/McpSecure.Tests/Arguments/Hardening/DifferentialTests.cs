using System.Reflection;
using System.Text;
using System.Text.Json;
using McpSecure.Arguments;
using McpSecure.Arguments.Hardening;
using McpSecure.Calls;
using McpSecure.Schemas;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Arguments.Hardening;

/// <summary>
/// Random JSON against random parameter types: what passed the checks is bound, and is bound to what was sent. The plain schema and the
/// SDK's binder disagree in most of the ways of the attack table. Keys given twice are refused by McpSecure's engine as well; another may not do so.
/// </summary>
public sealed class DifferentialTests
{
    private const int Types = 60;
    private const int Values = 60;

    private static readonly McpSecureSchemaEngine Engine = new();
    private static readonly MethodInfo Keep = typeof(DifferentialTests).GetMethod(nameof(KeepIt), BindingFlags.NonPublic | BindingFlags.Static)!;

    [Flags]
    public enum Checks
    {
        None = 0,
        Structure = 1,
        Hardening = 2,
        Numbers = 4,
        All = Structure | Hardening | Numbers,
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task What_was_validated_is_what_was_bound(int seed)
    {
        var (passed, refused, broken) = await CountAsync(seed, Checks.All);

        Assert.Empty(broken);
        Assert.True(passed > 500 && refused > 500, $"{passed} passed, {refused} refused");
    }

    [Theory]
    [InlineData(Checks.Structure | Checks.Hardening)] // without a look at the numbers
    [InlineData(Checks.Structure | Checks.Numbers)]   // with the schema as the SDK made it
    public async Task Without_one_of_them_it_is_not(Checks checks)
    {
        var broken = new List<string>();
        for (var seed = 1; seed <= 5; seed++)
        {
            broken.AddRange((await CountAsync(seed, checks)).Broken);
        }

        Assert.NotEmpty(broken);
    }

    private static T KeepIt<T>(T value) => value;

    private static async Task<(int Passed, int Refused, List<string> Broken)> CountAsync(int seed, Checks checks)
    {
        var random = new RandomTypes(seed);
        var (passed, refused) = (0, 0);
        var broken = new List<string>();
        for (var index = 0; index < Types; index++)
        {
            var type = random.Type();
            var tool = McpServerTool.Create(Keep.MakeGenericMethod(type), target: null, new McpServerToolCreateOptions { Name = "keep" });
            var schema = checks.HasFlag(Checks.Hardening) ? HardenedSchema.Of(tool) : tool.ProtocolTool.InputSchema;
            var compiled = Engine.Compile(schema, new SchemaCompileOptions());
            var numbers = checks.HasFlag(Checks.Numbers) ? ClrNumbers.Of(tool) : null;
            for (var count = 0; count < Values; count++)
            {
                var json = random.Json(type);
                var arguments = new Dictionary<string, JsonElement> { ["value"] = JsonElement.Parse(json) };
                var isAmbiguous = checks.HasFlag(Checks.Structure) && JsonStructure.FindAmbiguousKey(Encoding.UTF8.GetBytes(json)) is not null;
                if (isAmbiguous || !compiled.IsValid(arguments) || numbers?.Find(arguments) is not null)
                {
                    refused++;
                    continue;
                }

                passed++;
                if (await ProblemAsync(tool, arguments["value"]) is { } problem)
                {
                    broken.Add($"{type} of {json}: {problem}; schema {schema}");
                }
            }
        }

        return (passed, refused, broken);
    }

    private static async Task<string?> ProblemAsync(McpServerTool tool, JsonElement value)
    {
        try
        {
            var bound = await SdkTool.FunctionOf(tool)!.InvokeAsync(new AIFunctionArguments { ["value"] = value }, Support.Patience.Token);
            return Faithful.IsSame(value, bound) ? null : $"bound as {JsonSerializer.Serialize($"{bound}")}";
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return exception.Message;
        }
    }
}
