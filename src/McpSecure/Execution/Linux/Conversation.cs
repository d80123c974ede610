using McpSecure.Execution.Running;
using McpSecure.Files.Linux;

namespace McpSecure.Execution.Linux;

/// <summary>What is written to a program and read from it. Nothing here waits.</summary>
internal sealed class Conversation(Run run, byte[] buffer)
{
    private readonly Output _output = new(run.MaxOutputBytes);
    private readonly Output _error = new(run.MaxOutputBytes);
    private ReadOnlyMemory<byte> _input = run.Input;

    public ReadOnlyMemory<byte> Output => _output.Bytes;

    public ReadOnlyMemory<byte> Error => _error.Bytes;

    public bool IsTruncated => _output.IsTruncated || _error.IsTruncated;

    /// <summary>Goes on where something can be done.</summary>
    public void Continue(bool input, bool output, bool error, Streams streams)
    {
        if (input && !TryWrite(streams.Input))
        {
            streams.CloseInput();
        }

        if (output && !TryRead(streams.Output, _output))
        {
            streams.CloseOutput();
        }

        if (error && !TryRead(streams.Error, _error))
        {
            streams.CloseError();
        }

        if (IsTruncated)
        {
            run.Stop(EndReason.Truncated);
        }
    }

    /// <summary>Reads what is left in the pipes of a program that is gone. If somebody else holds the other end, that is not waited for.</summary>
    public void Drain(Streams streams)
    {
        while (!_output.IsTruncated && streams.Output >= 0 && TryRead(streams.Output, _output, isLast: true))
        {
        }

        while (!_error.IsTruncated && streams.Error >= 0 && TryRead(streams.Error, _error, isLast: true))
        {
        }
    }

    /// <returns>Whether there is more to write, and somebody who may read it.</returns>
    private bool TryWrite(int descriptor)
    {
        var written = Libc.Write(descriptor, _input.Span);
        if (written < 0)
        {
            // A program that closes its input without reading all of it is none of our business.
            return written is -Errno.Again or -Errno.Interrupted;
        }

        _input = _input[written..];
        return !_input.IsEmpty;
    }

    /// <returns>Whether more may come.</returns>
    private bool TryRead(int descriptor, Output output, bool isLast = false)
    {
        var read = Libc.Read(descriptor, buffer);
        if (read <= 0)
        {
            return read == -Errno.Interrupted || (read == -Errno.Again && !isLast);
        }

        output.Add(buffer.AsSpan(0, read));
        return true;
    }
}
