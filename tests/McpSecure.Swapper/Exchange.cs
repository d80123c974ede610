using System.Runtime.InteropServices;
using System.Text;

namespace McpSecure.Swapper;

/// <summary>Two names that change places in one step of the kernel: whoever looks sees one or the other, and never a gap.</summary>
internal sealed partial class Exchange(string first, string second)
{
    private const nint CurrentDirectory = -100;
    private const nint InOneStep = 2;
    private const int LooksForParentEvery = 4096;

    private static readonly nint RenameAt2 = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 276 : 316;

    private readonly byte[] _first = Encoding.UTF8.GetBytes(first + "\0");
    private readonly byte[] _second = Encoding.UTF8.GetBytes(second + "\0");

    public bool Swap() => syscall(RenameAt2, CurrentDirectory, _first, CurrentDirectory, _second, InOneStep) == 0;

    /// <summary>Swaps without a pause. A name may be missing for a while: the test is building it anew.</summary>
    /// <returns>How many swaps succeeded.</returns>
    public long SwapUntil(CancellationToken end)
    {
        var parent = getppid();
        long count = 0;
        for (var turn = 1; !end.IsCancellationRequested && (turn % LooksForParentEvery != 0 || getppid() == parent); turn++)
        {
            count += Swap() ? 1 : 0;
        }

        return count;
    }

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint firstDirectory, byte[] first, nint secondDirectory, byte[] second, nint flags);

    [LibraryImport("libc")]
    private static partial int getppid();
}
