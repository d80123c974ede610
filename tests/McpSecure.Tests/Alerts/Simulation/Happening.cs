using System.Runtime.InteropServices;
using McpSecure.Calls;

namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>One call of the simulated traffic.</summary>
/// <param name="Ticks">When, UTC.</param>
/// <param name="Actor">The number of who calls.</param>
/// <param name="Tool">The number of the tool; -1 for one that the server does not have.</param>
/// <param name="Ending">How it ends.</param>
/// <param name="Code">Why it is refused.</param>
/// <param name="Value">The number of the value of its argument.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Happening(long Ticks, int Actor, int Tool, CallOutcome Ending, RefusalCode? Code, int Value);
