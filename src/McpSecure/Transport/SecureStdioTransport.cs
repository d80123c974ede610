using System.Globalization;
using System.Reflection;
using System.Threading.Channels;
using McpSecure.Calls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Transport;

/// <summary>The stdio transport of the SDK, on standard streams that a client cannot fill the memory through.</summary>
/// <remarks>What is read and written, and how, is the SDK's business. Here a line has a longest length, and reading waits for the server.</remarks>
internal sealed class SecureStdioTransport : StreamServerTransport, ITransport, IStdioTransport, IBoundedLinesOwner
{
    private readonly Pace _pace;
    private readonly CountedMessages _messages;
    private readonly ILongLines _longLines;
    private readonly Refusal _refusal;

    /// <summary>Initializes a new instance of the <see cref="SecureStdioTransport"/> class on the standard streams of the process.</summary>
    /// <param name="server">Names the server in logs.</param>
    /// <param name="options">The longest line.</param>
    /// <param name="longLines">Is told of longer ones.</param>
    /// <param name="time">Measures how long to wait.</param>
    /// <param name="loggers">Where the SDK's own transport logs.</param>
    public SecureStdioTransport(
        IOptions<McpServerOptions> server, IOptions<McpSecurityOptions> options, ILongLines longLines, TimeProvider time, ILoggerFactory loggers)
        : this(
            Console.OpenStandardInput(), new BufferedStream(Console.OpenStandardOutput()), isStdio: true, options.Value.Limits.LineBytes,
            longLines, time, server.Value.ServerInfo?.Name ?? Assembly.GetEntryAssembly()?.GetName().Name ?? nameof(McpSecure), loggers)
    {
    }

    private SecureStdioTransport(
        Stream input, Stream output, bool isStdio, int limit, ILongLines longLines, TimeProvider time, string name, ILoggerFactory? loggers)
        : this(new BoundedLines(input, limit), output, isStdio, limit, longLines, time, name, loggers)
    {
    }

    private SecureStdioTransport(
        BoundedLines lines, Stream output, bool isStdio, int limit, ILongLines longLines, TimeProvider time, string name, ILoggerFactory? loggers)
        : base(lines, new WholeLines(output), name, loggers)
    {
        _pace = new Pace(time);
        _messages = new CountedMessages(MessageReader, _pace);
        _longLines = longLines;
        _refusal = new Refusal(
            RefusalCode.MessageTooLarge,
            string.Create(CultureInfo.InvariantCulture, $"The line is longer than {limit} bytes, and was skipped. Send shorter messages."),
            Retry.AfterFix);
        IsStdio = isStdio;
        lines.Begin(this);
    }

    /// <inheritdoc/>
    public bool IsStdio { get; }

    /// <inheritdoc/>
    ChannelReader<JsonRpcMessage> ITransport.MessageReader => _messages;

    /// <summary>The same on other streams, which are no standard streams and make nobody local.</summary>
    public static SecureStdioTransport On(
        Stream input, Stream output, int limit, ILongLines longLines, TimeProvider time, ILoggerFactory? loggers = null) =>
        new(input, output, isStdio: false, limit, longLines, time, nameof(McpSecure), loggers);

    /// <inheritdoc/>
    public override async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        _pace.BeginSending();
        try
        {
            await base.SendMessageAsync(message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _pace.EndSending();
            _pace.Sent(message);
        }
    }

    /// <inheritdoc/>
    public void HandOn(int bytes) => _pace.HandOn(bytes);

    /// <inheritdoc/>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => _pace.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Refuse(RequestId id, CancellationToken cancellationToken)
    {
        _longLines.Record(_refusal);
        _ = AnswerAsync(id, cancellationToken);
    }

    private async Task AnswerAsync(RequestId id, CancellationToken cancellationToken)
    {
        var error = new JsonRpcError
        {
            Id = id,
            Error = new JsonRpcErrorDetail
            {
                Code = (int)McpErrorCode.InvalidRequest,
                Message = _refusal.Message,
                Data = Wire.DataOf(_refusal),
            },
        };
        try
        {
            await SendMessageAsync(error, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The other side no longer reads, or the session has ended. Whether it still writes is seen when the next line is read.
        }
    }
}
