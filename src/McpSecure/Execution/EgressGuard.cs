using System.Net;
using McpSecure.Execution.Egress;

namespace McpSecure.Execution;

/// <summary>Sends HTTP requests to hosts that are allowed, at addresses that are public: for an address that a model chose (SSRF, CWE-918).</summary>
/// <remarks>
/// <para>
/// <c>new HttpClient(new EgressGuard(options))</c>, or <c>services.AddHttpClient&lt;T&gt;().UseEgressGuard(…)</c>. The address is checked where the
/// connection is made, and not by its spelling: a name is resolved once, is refused if any of its addresses is not public, and the connection
/// goes to one of these addresses. So numbers for addresses, names that change their meaning (DNS rebinding) and redirects make no difference.
/// </para>
/// <para>
/// Public is what the special-purpose registries of IANA do not list, is no address of this machine as far as it knows its own, and is no
/// metadata service of a cloud. Redirects are followed here, each checked as the first address was, and headers that could hold a credential do
/// not go along to another origin. There is no proxy, there are no cookies, and no HTTP/3. Size and time hold for the body too, whether it is
/// buffered or read as a stream. Answers are decompressed.
/// </para>
/// <para>
/// What is refused throws an <see cref="EgressRefusedException"/>. A host that cannot be found or reached throws an
/// <see cref="HttpRequestException"/> as ever. Safe for use by several threads. <see cref="HttpClient.Send(HttpRequestMessage)"/> is not
/// supported: a blocked thread could not be stopped in time.
/// </para>
/// </remarks>
public sealed class EgressGuard : HttpMessageHandler
{
    private readonly EgressRules _rules;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _inner;

    /// <summary>Initializes a new instance of the <see cref="EgressGuard"/> class.</summary>
    /// <param name="options">What may be reached. Read now: later changes have no effect.</param>
    /// <param name="time">The clock of <see cref="EgressOptions.TimeoutSeconds"/>; <see langword="null"/> for that of the system.</param>
    /// <exception cref="ArgumentException">A setting does not mean anything; the message names it.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    public EgressGuard(EgressOptions options, TimeProvider? time = null)
        : this(new EgressRules(options), time ?? TimeProvider.System, Connector.DialAsync)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="EgressGuard"/> class that connects in another way.</summary>
    internal EgressGuard(EgressRules rules, TimeProvider time, Func<IPEndPoint, CancellationToken, ValueTask<Stream>> dial)
        : this(rules, time, new Connector(rules, new OwnAddresses(time, OwnAddresses.OfSystem), dial).Handler())
    {
    }

    /// <summary>Initializes a new instance of the <see cref="EgressGuard"/> class that sends in another way.</summary>
    internal EgressGuard(EgressRules rules, TimeProvider time, HttpMessageHandler inner) =>
        (_rules, _time, _inner) = (rules, time, new HttpMessageInvoker(inner));

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var deadline = new Deadline(_rules.Timeout, _time, cancellationToken);
        try
        {
            var response = await FollowAsync(request, deadline.Token).ConfigureAwait(false);
            return Bounded(response, deadline);
        }
        catch (Exception exception)
        {
            deadline.Dispose();
            if (Refusal(exception, deadline.IsOver(cancellationToken), cancellationToken) is { } refusal)
            {
                throw refusal;
            }

            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> FollowAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            RequestCheck.Check(request, _rules, isRedirect: redirects > 0);
            var response = await _inner.SendAsync(request, cancellationToken).ConfigureAwait(false);
            try
            {
                if (_rules.MaxRedirects == 0 || Redirect.Next(request, response) is not { } next)
                {
                    return response;
                }

                request = next;
            }
            catch
            {
                response.Dispose();
                throw;
            }

            response.Dispose();
            if (redirects == _rules.MaxRedirects)
            {
                throw new EgressRefusedException(EgressRefusal.TooManyRedirects, "The answers redirect too often. Use the address that they lead to.");
            }
        }
    }

    private HttpResponseMessage Bounded(HttpResponseMessage response, Deadline deadline)
    {
        try
        {
            if (response.StatusCode == HttpStatusCode.SwitchingProtocols)
            {
                throw new EgressRefusedException(EgressRefusal.RequestNotAllowed, "The answer changes to another protocol, which nobody asked for.");
            }

            if (response.Content.Headers.ContentLength > _rules.MaxResponseBytes && response.RequestMessage?.Method != HttpMethod.Head)
            {
                throw BoundedStream.TooLarge();
            }

            response.Content = new BoundedContent(response.Content, _rules.MaxResponseBytes, deadline);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>What an exception means: that of a connection comes wrapped, and one request's refusal may be that of others who wait for the connection.</summary>
    private static EgressRefusedException? Refusal(Exception exception, bool isOver, CancellationToken caller) => exception switch
    {
        EgressRefusedException => null,
        HttpRequestException { InnerException: EgressRefusedException inner } => new EgressRefusedException(inner.Reason, inner.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => BoundedStream.TooLarge(),
        _ when isOver => Deadline.Exceeded(),
        OperationCanceledException when !caller.IsCancellationRequested => new EgressRefusedException(
            EgressRefusal.TimedOut, "The host could not be connected to in the time that it may take. Try again later, or use another."),
        _ => null,
    };
}
