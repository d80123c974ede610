namespace McpSecure;

/// <summary>Is told that something happens which somebody should look at: a way to a pager, a chat, a SIEM.</summary>
/// <remarks>
/// <para>
/// Register any number of them as singletons. Each has a queue of its own (256 alerts) and is called with one alert at a time, apart from all calls: one that is slow,
/// hangs or throws holds up no call and no other sink. What finds its queue full is dropped for this sink and counted
/// (<c>mcpsecure.alerts.undelivered</c>), as is what it throws upon.
/// </para>
/// <para>Every alert is a log event and a measurement whatever sinks there are. Implementations need not be thread-safe.</para>
/// </remarks>
public interface IAlertSink
{
    /// <summary>Passes an alert on.</summary>
    /// <param name="alert">What was noticed.</param>
    /// <param name="cancellationToken">Ends after 30 seconds, or when the server has stopped.</param>
    /// <returns>When it has been passed on. The next alert waits for it.</returns>
    ValueTask SendAsync(Alert alert, CancellationToken cancellationToken);
}
