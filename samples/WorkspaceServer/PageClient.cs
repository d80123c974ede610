using ModelContextProtocol;

namespace WorkspaceServer;

/// <summary>Fetches pages. Where the guard of its client does not let it go, it does not get.</summary>
internal sealed class PageClient(HttpClient client)
{
    /// <summary>The most that is taken of a page: enough to read, and not enough to fill a model's context.</summary>
    private const int MaxCharacters = 64 * 1024;

    public async Task<string> FetchAsync(string url, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            throw new McpException("That is no address of a page. Give one such as https://example.com/page.");
        }

        using var response = await client.GetAsync(address, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new McpException($"The page answered with the status {(int)response.StatusCode}.");
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return text.Length <= MaxCharacters ? text : $"{text[..MaxCharacters]}\n[truncated: the first {MaxCharacters} of {text.Length} characters]";
    }
}
