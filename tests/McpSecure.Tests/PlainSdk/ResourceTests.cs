using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.PlainSdk;

/// <summary>Resource addresses: what a filter sees is not what the code gets.</summary>
public sealed class ResourceTests
{
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("file:///notes.txt", "notes.txt")]
    [InlineData("file:///..%2F..%2Fetc%2Fpasswd", "../../etc/passwd")] // decoded once
    [InlineData("file:///%252e%252e", "%2e%2e")]                       // once only
    [InlineData("FILE:///Notes.txt", "Notes.txt")]                     // matching ignores case, the value keeps it
    public async Task Variables_are_decoded_after_the_filter(string uri, string variable)
    {
        await using var session = await Session.StartAsync(server => server
            .WithRequestFilters(filters => filters.AddReadResourceFilter(next => (request, cancellationToken) =>
            {
                _ran.Note($"filter: {request.Params.Uri}");
                return next(request, cancellationToken);
            }))
            .WithResources([Given.Resource("file:///{path}", (string path) => _ran.Note(path))]));
        var peer = await session.ConnectRawAsync();

        await peer.RequestAsync("resources/read", $$"""{"uri":"{{uri}}"}""");

        Assert.Equal([$"filter: {uri}", variable], _ran.Entries);
    }

    [Theory]
    [InlineData("MEM://A")]
    [InlineData("mem://a")]
    public async Task A_fixed_address_matches_in_any_case(string uri)
    {
        await using var session = await Session.StartAsync(server => server.WithResources([Given.Resource("mem://a", _ran)]));
        var peer = await session.ConnectRawAsync();

        await peer.RequestAsync("resources/read", $$"""{"uri":"{{uri}}"}""");

        Assert.Equal(["mem://a"], _ran.Entries);
    }
}
