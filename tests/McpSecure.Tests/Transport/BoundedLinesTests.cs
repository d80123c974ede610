using System.Text;
using McpSecure.Tests.Allocation;
using McpSecure.Transport;
using ModelContextProtocol.Protocol;
using Xunit.Abstractions;

namespace McpSecure.Tests.Transport;

/// <summary>What is handed on of a stream, and what it costs.</summary>
[Collection(CountedBytes.Name)]
public sealed class BoundedLinesTests(ITestOutputHelper output) : IBoundedLinesOwner
{
    private readonly List<RequestId> _refused = [];

    [Theory]
    [InlineData("a\nb\n", "a|b|", 0)]
    [InlineData("a\r\nb\r\n", "a||b||", 0)]
    [InlineData("a\rb\r", "a|b|", 0)]
    [InlineData("a\nb", "a|b", 0)] // the end is the end of the last line too
    [InlineData("\n\n\r\n", "||||", 0)]
    [InlineData("", "", 0)]
    [InlineData("12345678\n123456789\n1234\n", "12345678||1234|", 1)]
    [InlineData("1234567890123456789012345\n1234\n", "|1234|", 1)]
    [InlineData("1234567890123456789012345\r\n1234\n", "||1234|", 1)]
    [InlineData("1234567890123456789012345", "", 1)]
    [InlineData("123456789", "", 1)]
    [InlineData("123456789\n987654321\nx", "||x", 2)]
    [InlineData("\uFEFFa\n\uFEFFb\n", "a|\uFEFFb|", 0)] // the mark of UTF-8 is one only at the beginning
    [InlineData("\uFEFF12345678\n", "12345678|", 0)]
    public async Task Short_lines_are_handed_on_and_long_ones_are_not(string text, string expected, int refused)
    {
        foreach (var chunk in (int[])[1, 2, 3, 7, 8, 9, 10, 64])
        {
            _refused.Clear();
            using var lines = new BoundedLines(new Chunks(Encoding.UTF8.GetBytes(text), chunk), limit: 8);
            lines.Begin(this);

            var (all, buffer) = (new List<byte>(), new byte[5]);
            for (var count = await lines.ReadAsync(buffer); count > 0; count = await lines.ReadAsync(buffer))
            {
                all.AddRange(buffer.AsSpan(0, count));
            }

            Assert.Equal("|||" + expected, Encoding.UTF8.GetString([.. all]).Replace('\r', '|').Replace('\n', '|'));
            Assert.Equal(refused, _refused.Count);
        }
    }

    /// <summary>What has been read of a line that may still fit has to be kept: that much, once, and nothing for what is beyond.</summary>
    [Theory]
    [InlineData(512 * 1024, 1024 * 1024)]
    [InlineData(4 * 1024 * 1024, 6 * 1024 * 1024)]
    public async Task A_line_of_64_MiB_costs_no_more_than_one_that_just_fits_and_the_next_costs_nothing(int limit, int most)
    {
        using var lines = new BoundedLines(new Endless(64 * 1024 * 1024), limit);
        lines.Begin(this);
        var buffer = new byte[4096];
        Assert.Equal(3, await lines.ReadAsync(buffer));

        var (first, second) = (await CostAsync(lines, buffer), await CostAsync(lines, buffer));

        output.WriteLine($"limit {limit}: the first line {first} B, the second {second} B");
        Assert.InRange(first, 0, most);
        Assert.InRange(second, 0, 4096);
        Assert.Equal(2, _refused.Count);
    }

    void IBoundedLinesOwner.Refuse(RequestId id, CancellationToken cancellationToken) => _refused.Add(id);

    void IBoundedLinesOwner.HandOn(int bytes)
    {
    }

    /// <inheritdoc/>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => default;

    private static async Task<long> CostAsync(BoundedLines lines, byte[] buffer)
    {
        var before = GC.GetAllocatedBytesForCurrentThread(); // nothing here waits, so that it stays on its thread
        Assert.Equal(1, await lines.ReadAsync(buffer)); // what remains of the line: its end
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>A stream that gives no more than so many bytes at once.</summary>
    private sealed class Chunks(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span[..Math.Min(buffer.Length, most)]));
    }

    /// <summary>Lines of one length, without end.</summary>
    private sealed class Endless(long length) : MemoryStream
    {
        private long _read;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, length - _read);
            buffer.Span[..count].Fill((byte)'a');
            _read += count;
            if (_read == length)
            {
                buffer.Span[count - 1] = (byte)'\n';
                _read = 0;
            }

            return new(count);
        }
    }
}
