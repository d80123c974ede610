using McpSecure.Files;
using McpSecure.Tests.Allocation;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>What an open allocates, beside what the BCL allocates for the same file.</summary>
[Collection(CountedBytes.Name)]
public sealed class OpenAllocationTests
{
    private const int Times = 500;
    private const int Rounds = 5;
    private const double More = 64;

    [LinuxTheory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void The_kernel_opens_for_64_bytes_more_than_the_BCL(int depth)
    {
        using var folder = new Folder();
        var path = string.Concat(Enumerable.Repeat("d/", depth - 1)) + "f";
        folder.Write(path, "inside");
        var full = folder.In(path);
        using var root = folder.Open(ConfinementEngine.Openat2);
        using var reader = folder.Open(ConfinementEngine.Openat2, PathAccess.Read);

        var plain = LeastBytesOf(() => File.OpenHandle(full).Dispose(), double.MaxValue);

        AssertAtMost(plain + More, () => root.OpenHandle(path).Dispose());
        AssertAtMost(plain + More, () => reader.OpenHandle(path).Dispose());
        AssertAtMost(plain + More, () => root.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite).Dispose());
        AssertAtMost(More, () => root.Check(path, PathAccess.Read, mustExist: true));
    }

    private static void AssertAtMost(double bytes, Action action) => Assert.InRange(LeastBytesOf(action, bytes), 0, bytes);

    /// <summary>Code that was compiled in haste allocates more, and on a busy machine it takes a while until it is compiled well.</summary>
    private static double LeastBytesOf(Action action, double enough)
    {
        var least = double.MaxValue;
        var deadline = Patience.Token;
        for (var round = 0; round < Rounds || (least > enough && !deadline.IsCancellationRequested); round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var time = 0; time < Times; time++)
            {
                action();
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Times);
        }

        return least;
    }
}
