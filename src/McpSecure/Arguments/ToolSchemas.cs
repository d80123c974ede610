using System.Runtime.CompilerServices;
using System.Text.Json;
using McpSecure.Arguments.Hardening;
using McpSecure.Calls;
using McpSecure.Policy.Paths;
using McpSecure.Schemas;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Arguments;

/// <summary>Hardens and compiles the schemas of each tool when it is first seen, and again when its definition has changed.</summary>
internal sealed partial class ToolSchemas(
    ISchemaEngine engine, IOptions<SchemaCompileOptions> options, IOptions<McpSecurityOptions> policy, ILoggerFactory loggers) : IToolSchemas
{
    private readonly ConditionalWeakTable<McpServerTool, Holder> _tools = [];
    private readonly CompiledSchemas _compiled = new(engine, options.Value);
    private readonly ILogger _logger = loggers.CreateLogger(nameof(McpSecure));

    public ToolSchema Of(McpServerTool tool) => ArgumentsOf(tool).Schema;

    /// <summary>Gets what the arguments of a tool are held against now. Says once in the log why a tool cannot be served.</summary>
    public ToolArguments ArgumentsOf(McpServerTool tool)
    {
        var arguments = Current(tool);
        if (!arguments.Schema.IsUsable && arguments.TryReport())
        {
            var name = Echo.Of(tool.ProtocolTool.Name);
            LogUnusable(name, string.Join(" ", arguments.Schema.Problems));
        }

        return arguments;
    }

    /// <summary>What stops the start: a sentence for each problem of each tool.</summary>
    public IEnumerable<string> Errors(McpServerOptions server) =>
        from tool in (server.ToolCollection?.ToArray() ?? []).OrderBy(tool => tool.ProtocolTool.Name, StringComparer.Ordinal)
        from problem in Current(tool).Schema.Problems
        select $"The tool '{Echo.Of(tool.ProtocolTool.Name)}' cannot be served: {problem}";

    private ToolArguments Current(McpServerTool tool)
    {
        var holder = _tools.GetValue(tool, static _ => new Holder());
        var current = holder.Current;
        if (current is null || !current.IsOf(tool.ProtocolTool))
        {
            holder.Current = current = Make(tool);
        }

        return current;
    }

    private ToolArguments Make(McpServerTool tool)
    {
        var definition = new ToolDefinition(tool.ProtocolTool);
        JsonElement hardened;
        try
        {
            hardened = PathMarks.Write(HardenedSchema.Of(tool, options.Value.DefaultDialect), PathsOf(tool));
        }
        catch (Exception exception) when (exception is not ObjectDisposedException)
        {
            string[] problems = [$"its inputSchema could not be read ({exception.GetType().Name}: {exception.Message})."];
            return new(definition, new ToolSchema { Problems = problems }, ClrNumbers.Unknown, DeclaredNames.None);
        }

        var input = _compiled.Of(hardened);
        var output = definition.Output is { } declared ? _compiled.Of(NullableMembers.MadeOptional(declared)) : null;
        var schema = new ToolSchema
        {
            Advertised = hardened,
            Input = input.Schema,
            Output = output?.Schema,
            Problems = [.. Sentences("inputSchema", InputProblems(input, hardened, definition.Input)), .. RequiredNames.Unknown(hardened), .. Sentences("outputSchema", output?.Problems ?? [])],
        };
        return new(definition, schema, ClrNumbers.Of(tool), DeclaredNames.Of(hardened));
    }

    private List<DefinedPath> PathsOf(McpServerTool tool)
    {
        try
        {
            return PathDefinitions.Of(policy.Value, tool.ProtocolTool.Name, tool).Paths;
        }
        catch (OptionsValidationException)
        {
            return []; // a policy with mistakes stops the start, and no schema is ever shown
        }
    }

    /// <summary>What is wrong in the author's words: hardening has put brackets around patterns, and positions in them have moved.</summary>
    private string[] InputProblems(Compilation input, JsonElement hardened, JsonElement original)
    {
        string[] bounds = [.. TextBounds.Find(hardened).Select(problem => $"{problem}")];
        if (input.Problems.Count == 0)
        {
            return bounds;
        }

        var own = _compiled.Of(original).Problems.Where(problem => problem.Contains(" [pattern]: ", StringComparison.Ordinal)).ToArray();
        return
        [
            .. input.Problems
                .Where(problem => !Array.Exists(bounds, bound => IsAtSamePlace(bound, problem)))
                .Select(problem => Array.Find(own, other => IsAtSamePlace(other, problem)) ?? problem),
            .. bounds,
        ];
    }

    private static bool IsAtSamePlace(string one, string other)
    {
        var place = one.IndexOf("]: ", StringComparison.Ordinal);
        return place > 0 && other.StartsWith(one[..(place + 1)], StringComparison.Ordinal);
    }

    private static IEnumerable<string> Sentences(string part, IEnumerable<string> problems) =>
        problems.Select(problem => $"its {part} cannot be enforced at {problem}");

    [LoggerMessage(16, LogLevel.Error, "The tool '{Tool}' is neither listed nor served: {Problems}")]
    private partial void LogUnusable(string tool, string problems);

    private sealed class Holder
    {
        private ToolArguments? _current;

        public ToolArguments? Current
        {
            get => Volatile.Read(ref _current);
            set => Volatile.Write(ref _current, value);
        }
    }
}
