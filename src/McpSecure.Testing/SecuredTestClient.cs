using System.Security.Claims;
using McpSecure.Testing.Hosting;
using McpSecure.Testing.Transport;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpSecure.Testing;

/// <summary>Somebody who uses a <see cref="SecuredTestServer"/>, through the SDK's own client.</summary>
/// <remarks>
/// A refusal is an outcome, not an exception. What is thrown is a defect of the test or the server: <see cref="TimeoutException"/> after
/// <see cref="TestServerOptions.Timeout"/>, or a broken connection.
/// </remarks>
public sealed class SecuredTestClient : IAsyncDisposable
{
    private const string RemotePrefix = "Request failed (remote): ";

    private readonly TestSession _session;
    private readonly TimeSpan _timeout;

    private SecuredTestClient(McpClient client, TestSession session, TimeSpan timeout)
    {
        Client = client;
        _session = session;
        _timeout = timeout;
    }

    /// <summary>Gets the SDK's client, for what has no method here. It throws when it is refused.</summary>
    public McpClient Client { get; }

    /// <summary>Calls a tool.</summary>
    /// <param name="name">Its name. One that does not exist, or is hidden from this caller, is sent all the same.</param>
    /// <param name="arguments">Names and values, sent as they stand.</param>
    /// <returns>What became of it.</returns>
    public Task<CallOutcome<CallToolResult>> CallToolAsync(string name, params (string Name, object? Value)[] arguments) =>
        CallToolAsync(name, ToMap(arguments));

    /// <summary>Calls a tool.</summary>
    /// <param name="name">Its name. One that does not exist, or is hidden from this caller, is sent all the same.</param>
    /// <param name="arguments">Names and values, sent as they stand.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>What became of it.</returns>
    public Task<CallOutcome<CallToolResult>> CallToolAsync(
        string name, IReadOnlyDictionary<string, object?> arguments, CancellationToken cancellationToken = default) =>
        CallAsync(
            $"The call of tool '{name}'",
            token => Client.CallToolAsync(name, arguments, cancellationToken: token).AsTask(),
            result => result.Content.OfType<TextContentBlock>().Select(block => block.Text),
            cancellationToken);

    /// <summary>Gets a prompt.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Names and values.</param>
    /// <returns>What became of it.</returns>
    public Task<CallOutcome<GetPromptResult>> GetPromptAsync(string name, params (string Name, object? Value)[] arguments) =>
        GetPromptAsync(name, ToMap(arguments));

    /// <summary>Gets a prompt.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Names and values.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>What became of it.</returns>
    public Task<CallOutcome<GetPromptResult>> GetPromptAsync(
        string name, IReadOnlyDictionary<string, object?> arguments, CancellationToken cancellationToken = default) =>
        CallAsync(
            $"The request for prompt '{name}'",
            token => Client.GetPromptAsync(name, arguments, cancellationToken: token).AsTask(),
            result => result.Messages.Select(message => message.Content).OfType<TextContentBlock>().Select(block => block.Text),
            cancellationToken);

    /// <summary>Reads a resource.</summary>
    /// <param name="uri">Its URI, sent as it stands.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>What became of it.</returns>
    public Task<CallOutcome<ReadResourceResult>> ReadResourceAsync(string uri, CancellationToken cancellationToken = default) =>
        CallAsync(
            $"The read of '{uri}'",
            token => Client.ReadResourceAsync(uri, cancellationToken: token).AsTask(),
            result => result.Contents.OfType<TextResourceContents>().Select(contents => contents.Text),
            cancellationToken);

    /// <summary>Lists the tools that this caller may see.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>Their names in ordinal order.</returns>
    public Task<IReadOnlyList<string>> ListToolsAsync(CancellationToken cancellationToken = default) =>
        ListAsync("The list of tools", async token =>
            (await Client.ListToolsAsync(cancellationToken: token).ConfigureAwait(false)).Select(tool => tool.Name), cancellationToken);

    /// <summary>Lists the prompts that this caller may see.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>Their names in ordinal order.</returns>
    public Task<IReadOnlyList<string>> ListPromptsAsync(CancellationToken cancellationToken = default) =>
        ListAsync("The list of prompts", async token =>
            (await Client.ListPromptsAsync(cancellationToken: token).ConfigureAwait(false)).Select(prompt => prompt.Name), cancellationToken);

    /// <summary>Lists the resources that this caller may see, and the templates of resources.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>URIs and URI templates in ordinal order.</returns>
    public Task<IReadOnlyList<string>> ListResourcesAsync(CancellationToken cancellationToken = default) =>
        ListAsync(
            "The list of resources",
            async token =>
            {
                var resources = await Client.ListResourcesAsync(cancellationToken: token).ConfigureAwait(false);
                var templates = await Client.ListResourceTemplatesAsync(cancellationToken: token).ConfigureAwait(false);
                return resources.Select(resource => resource.Uri).Concat(templates.Select(template => template.UriTemplate));
            },
            cancellationToken);

    /// <summary>Disconnects. What still runs for this client is cancelled, and has ended afterwards.</summary>
    /// <returns>A task that ends then.</returns>
    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().ConfigureAwait(false);
        await _session.DisposeAsync().ConfigureAwait(false);
    }

    internal static async Task<SecuredTestClient> ConnectAsync(IServiceProvider services, ClaimsPrincipal? user, TestServerOptions options)
    {
        var session = new TestSession(services, user, options.Timeout);
        try
        {
            var configured = new McpClientOptions();
            options.ConfigureClient?.Invoke(configured);
            var client = await options.Timeout.WithinAsync(
                "The connection",
                token => McpClient.CreateAsync(session.ClientEnd(), configured, cancellationToken: token),
                CancellationToken.None).ConfigureAwait(false);
            return new SecuredTestClient(client, session, options.Timeout);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static Dictionary<string, object?> ToMap((string Name, object? Value)[] arguments) =>
        arguments.ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal);

    private async Task<CallOutcome<TResult>> CallAsync<TResult>(
        string what, Func<CancellationToken, Task<TResult>> callAsync, Func<TResult, IEnumerable<string>> textsOf, CancellationToken cancellationToken)
        where TResult : Result
    {
        var call = PendingCall.Begin();
        TResult? result = null;
        McpProtocolException? error = null;
        try
        {
            result = await _timeout.WithinAsync(what, callAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (McpProtocolException exception)
        {
            error = exception;
        }

        var record = call.State?.Record;
        return new CallOutcome<TResult>(result is null ? TextOf(error!) : string.Join('\n', textsOf(result)))
        {
            Result = result,
            Error = error,
            Refusal = record?.Code,
            DecidedBy = record?.Decision.DecidedBy,
            IsAllowed = record?.Code is null && (call.State?.Trip?.Parked ?? call.State) is { IsReached: true },
        };
    }

    private Task<IReadOnlyList<string>> ListAsync(
        string what, Func<CancellationToken, Task<IEnumerable<string>>> listAsync, CancellationToken cancellationToken) =>
        _timeout.WithinAsync<IReadOnlyList<string>>(
            what,
            async token => [.. (await listAsync(token).ConfigureAwait(false)).Order(StringComparer.Ordinal)],
            cancellationToken);

    /// <remarks>The client puts its own words before the server's.</remarks>
    private static string TextOf(McpProtocolException error) =>
        error.Message.StartsWith(RemotePrefix, StringComparison.Ordinal) ? error.Message[RemotePrefix.Length..] : error.Message;
}
