using System.Text.Json;
using McpSecure.Arguments;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Attacks;

/// <summary>One arguments object, readable in one way: what a check sees is what the tool gets.</summary>
public sealed class ArgumentTests
{
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("""{"path":"safe","path":"evil"}""", true)]
    [InlineData("""{"path":"safe","path":"evil"}""", false)]
    [InlineData("""{"path":"safe","pa\u0074h":"evil"}""", true)] // the same key, escaped
    [InlineData("""{"path":"safe","pa\u0074h":"evil"}""", false)]
    public async Task A_root_argument_given_twice_does_not_reach_the_tool(string arguments, bool guarded)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Structure);

        var answer = await session.ConnectRaw().CallToolAsync("open", arguments);

        Assert.Equal(guarded ? [] : ["evil"], _ran.Entries);
        Assert.Equal(guarded, answer.GetRawText().Contains("invalid_request", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("open")]
    [InlineData("secret")]  // hidden
    [InlineData("missing")]
    public async Task What_is_refused_for_its_shape_tells_nothing_of_the_name(string name)
    {
        await using var session = await StartAsync(Without.Nothing);
        var peer = session.ConnectRaw();

        foreach (var arguments in new[] { """{"a":1,"a":2}""", """{"a":1,"A":2}""" })
        {
            var answer = await peer.CallToolAsync(name, arguments);

            Assert.Equal("-32602: The argument 'a' is given twice, or in two cases. Send each argument once.", answer.Error(), ignoreCase: true);
        }
    }

    [Theory]
    [InlineData("""{"path":"safe","PATH":"evil"}""", true)] // a name it does not declare
    [InlineData("""{"path":"safe","PATH":"evil"}""", false)]
    [InlineData("""{"path":"safe","more":1}""", true)]
    [InlineData("""{"path":"safe","more":1}""", false)]
    [InlineData("""{"path":"safe","settings":{"to":"a","to":"b"}}""", true)]
    [InlineData("""{"path":"safe","settings":{"to":"a","to":"b"}}""", false)]
    [InlineData("""{"path":"safe","settings":{"to":"a","TO":"b"}}""", true)]
    [InlineData("""{"path":"safe","settings":{"to":"a","TO":"b"}}""", false)]
    [InlineData("""{"path":"safe","settings":{"list":[1,{"deep":{"x":1,"X":2}}]}}""", true)]
    [InlineData("""{"path":"safe","settings":{"list":[1,{"deep":{"x":1,"X":2}}]}}""", false)]
    public async Task Arguments_that_could_be_read_in_two_ways_do_not_reach_the_tool(string arguments, bool guarded)
    {
        // Without the first slot's look at the root, so that the guard alone is seen to work.
        await using var session = await StartAsync(services =>
        {
            Without.Structure(services);
            if (!guarded)
            {
                Without.Guard<ArgumentsGuard>()(services);
            }
        });

        var answer = await session.ConnectRaw().CallToolAsync("open", arguments);

        Assert.Equal(guarded ? [] : ["safe"], _ran.Entries);
        Assert.Equal(guarded, answer.GetRawText().Contains("invalid_arguments", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_filter_and_the_tool_get_the_same_arguments_object()
    {
        var seen = new List<object?>();
        await using var session = await Target.StartAsync(server => server
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => (request, cancellationToken) =>
            {
                seen.Add(request.Params.Arguments);
                return next(request, cancellationToken);
            }))
            .WithTools([Given.Tool("open", (ModelContextProtocol.Server.RequestContext<ModelContextProtocol.Protocol.CallToolRequestParams> request, string path) =>
            {
                seen.Add(request.Params.Arguments);
                return path;
            })]));

        await session.ConnectRaw().CallToolAsync("open", """{"path":"a"}""");

        Assert.Equal(2, seen.Count);
        Assert.NotNull(seen[0]);
        Assert.Same(seen[0], seen[1]);
    }

    private Task<Session> StartAsync(Action<IServiceCollection> without) => Target.StartAsync(
        server => server.WithTools(
        [
            Given.Tool("open", (string path, JsonElement? settings = null) => _ran.Note(path)),
            Given.PathTool("secret", _ran),
        ]),
        without);
}
