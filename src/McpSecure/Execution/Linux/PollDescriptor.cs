using System.Runtime.InteropServices;

namespace McpSecure.Execution.Linux;

/// <summary>What <c>poll</c> is asked about one descriptor, and its answer. A negative descriptor is left out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor(int descriptor, short events)
{
    public int Descriptor = descriptor;
    public short Events = events;
    public short Answer;
}
