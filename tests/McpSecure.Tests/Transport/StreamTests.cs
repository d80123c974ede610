using System.IO.Pipelines;
using System.Text;
using McpSecure.Calls;
using McpSecure.Tests.Support;
using McpSecure.Transport;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Transport;

/// <summary>What the transport takes over from the SDK's, and what it does otherwise, byte by byte.</summary>
public sealed class StreamTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    public static TheoryData<string> Inputs =>
    [
        $"{Ping}\n{Ping}\n",
        $"{Ping}\r\n{Ping}\r\n",
        $"{Ping}\r{Ping}\r",
        $"\n\r\n  \n{Ping}\n\t\n{Ping}", // no end of the last line
        $"\uFEFF{Ping}\n",
        $"{Ping}\n\uFEFF{Ping}\n{Ping}\n",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"p\u00e4\u20ac\U0001F600\"}\n",
        $"[{Ping}]\nnonsense\n{{\"id\":5,]\n{Ping}\n",
        "{\"jsonrpc\":\"2.0\",\n\"id\":1,\"method\":\"ping\"}\n",
        string.Empty,
    ];

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task It_reads_what_the_transport_of_the_SDK_reads(string input)
    {
        var bytes = Encoding.UTF8.GetBytes(input);

        Assert.Equal(await ReadAsync(Plain, bytes), await ReadAsync(Bounded, bytes));
    }

    [Fact]
    public async Task It_reads_bytes_that_are_no_UTF_8_as_the_SDK_does()
    {
        byte[] bytes = [.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a"u8, 0xff, 0xc3, .. "\"}\n"u8];

        var read = await ReadAsync(Plain, bytes);

        Assert.Equal(["a\uFFFD\uFFFD"], read);
        Assert.Equal(read, await ReadAsync(Bounded, bytes));
    }

    /// <summary>In UTF-16 a line feed is other bytes than the ones that are counted: lines of any length would pass, or none end.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_mark_of_another_encoding_changes_nothing(bool isBounded)
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Ping + "\n")];

        var read = await ReadAsync(isBounded ? Bounded : Plain, bytes);

        Assert.Equal(isBounded ? [] : ["ping"], read);
    }

    /// <summary>The SDK writes a message and the end of its line one after the other. Cancelled in between, the next message is on the same line.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_has_begun_is_written_to_its_end(bool isBounded)
    {
        using var cancelled = new CancellationTokenSource();
        using var sent = new CancelsOnWrite(cancelled);
        await using var transport = isBounded ? Bounded(new Pipe().Reader.AsStream(), sent) : Plain(new Pipe().Reader.AsStream(), sent);

        await Record.ExceptionAsync(() => transport.SendMessageAsync(Answer(1), cancelled.Token));
        await transport.SendMessageAsync(Answer(2));

        var lines = Encoding.UTF8.GetString(sent.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(isBounded ? 2 : 1, lines.Length);
    }

    [Fact]
    public async Task What_was_cancelled_before_it_began_is_not_written()
    {
        using var sent = new MemoryStream();
        await using var transport = Bounded(new Pipe().Reader.AsStream(), sent);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.SendMessageAsync(Answer(1), new CancellationToken(canceled: true)));

        Assert.Equal(0, sent.Length);
    }

    /// <summary>Standard input cannot be interrupted. The transport ends all the same.</summary>
    [Fact]
    public async Task It_ends_while_nothing_comes_in()
    {
        using var never = new Never();
        var transport = Bounded(never, Stream.Null);
        await never.IsRead.Task.OrGiveUp();

        await transport.DisposeAsync().AsTask().OrGiveUp();

        Assert.False(await transport.MessageReader.WaitToReadAsync(Patience.Token));
    }

    [Fact]
    public async Task The_end_of_the_input_is_the_end_of_the_session()
    {
        await using var transport = Bounded(Stream.Null, Stream.Null);

        Assert.False(await transport.MessageReader.WaitToReadAsync(Patience.Token));
    }

    internal static ITransport Plain(Stream input, Stream output) => new StreamServerTransport(input, output);

    internal static ITransport Bounded(Stream input, Stream output) => SecureStdioTransport.On(input, output, 1024, new Unheard(), TimeProvider.System);

    private static JsonRpcResponse Answer(int id) => new() { Id = new RequestId(id), Result = null };

    /// <summary>The methods of all messages that are read.</summary>
    private static async Task<List<string>> ReadAsync(Func<Stream, Stream, ITransport> open, byte[] bytes)
    {
        await using var transport = open(new MemoryStream(bytes), new MemoryStream());
        return await transport.MessageReader.ReadAllAsync(Patience.Token).Select(message => ((JsonRpcRequest)message).Method).ToListAsync(Patience.Token);
    }

    private sealed class Unheard : ILongLines
    {
        public void Record(Refusal refusal)
        {
        }
    }

    private sealed class CancelsOnWrite(CancellationTokenSource cancelled) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(buffer.Span);
            await cancelled.CancelAsync();
        }
    }

    /// <summary>A stream on which nothing comes in, and that knows no tokens.</summary>
    private sealed class Never : MemoryStream
    {
        public TaskCompletionSource IsRead { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            IsRead.TrySetResult();
            return new(new TaskCompletionSource<int>().Task);
        }
    }
}
