using System.Text;
using McpSecure.Tests.BadInput;

namespace McpSecure.Fuzz;

/// <summary>The lines of a run: one to open with, as it should be, and mutations without end. They depend on the seed and the run alone.</summary>
internal static class Script
{
    public static IEnumerable<byte[]> Of(int seed, int run)
    {
        var isModern = run % 2 == 1;
        var random = new Random(unchecked((seed * 1_000_003) + run));
        var requests = new Requests(random, Vocabulary.Requests, isModern);
        var mutator = new Mutator(random, Vocabulary.Names);
        yield return Encoding.UTF8.GetBytes(
            isModern
                ? $$"""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{{RequestMeta.AddTo("{}")}} }"""
                : """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"fuzz","version":"1"}}}""");
        for (var index = 0; ; index++)
        {
            yield return mutator.Mutate(requests.Next(index));
        }
    }
}
