using FileCalls = McpSecure.Files.Linux.Libc;

namespace McpSecure.Execution.Linux;

/// <summary>The three standard streams of a program: our ends and its ends. None of them is ever one of the server's own.</summary>
internal sealed class Streams : IDisposable
{
    private static readonly int Nothing = OpenNothing();

    private int _childInput = -1;
    private int _childOutput = -1;
    private int _childError = -1;

    public int Input { get; private set; } = -1;

    public int Output { get; private set; } = -1;

    public int Error { get; private set; } = -1;

    public int ChildInput => _childInput < 0 ? Nothing : _childInput;

    public int ChildOutput => _childOutput;

    public int ChildError => _childError;

    /// <exception cref="CommandRefusedException">There are too many open files.</exception>
    public void Open(bool hasInput)
    {
        Started.OrThrow(Nothing);
        if (hasInput)
        {
            (_childInput, Input) = Pipe();
            Started.OrThrow(Libc.SetNonBlocking(Input));
        }

        (Output, _childOutput) = Pipe();
        Started.OrThrow(Libc.SetNonBlocking(Output));
        (Error, _childError) = Pipe();
        Started.OrThrow(Libc.SetNonBlocking(Error));
    }

    /// <summary>Lets go of the ends that the program has now, or their other ends would never see an end.</summary>
    public void CloseChildEnds()
    {
        Close(ref _childInput);
        Close(ref _childOutput);
        Close(ref _childError);
    }

    public void CloseInput() => Input = Closed(Input);

    public void CloseOutput() => Output = Closed(Output);

    public void CloseError() => Error = Closed(Error);

    public void Dispose()
    {
        CloseChildEnds();
        CloseInput();
        CloseOutput();
        CloseError();
    }

    private static (int Read, int Write) Pipe()
    {
        Span<int> ends = stackalloc int[2];
        Started.OrThrow(Libc.CreatePipe(ends));
        return (Above(ends[0]), Above(ends[1]));
    }

    /// <summary>Where the server has closed one of its standard streams, its number is free: the child's streams would be put over their sources.</summary>
    private static int Above(int descriptor)
    {
        if (descriptor > 2)
        {
            return descriptor;
        }

        var above = Libc.Duplicate(descriptor);
        FileCalls.Close(descriptor);
        return Started.OrThrow(above);
    }

    private static int OpenNothing()
    {
        var descriptor = FileCalls.OpenAt(FileCalls.CurrentDirectory, "/dev/null\0"u8, FileCalls.ReadOnly);
        return descriptor is >= 0 and <= 2 ? Above(descriptor) : descriptor;
    }

    private static void Close(ref int descriptor) => descriptor = Closed(descriptor);

    private static int Closed(int descriptor)
    {
        if (descriptor >= 0)
        {
            FileCalls.Close(descriptor);
        }

        return -1;
    }
}
