using System.Runtime.InteropServices;

namespace McpSecure.Limits;

/// <summary>What a <see cref="CallClock"/> has to know of a call.</summary>
/// <param name="TotalSeconds">How long it may run; <see cref="int.MaxValue"/> for any time.</param>
/// <param name="IdleSeconds">How long it may run without progress; <see cref="int.MaxValue"/> for any time.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Target">The name under which the server holds it; nothing that a client made up.</param>
/// <param name="Context">Handed to <paramref name="Blocks"/>.</param>
/// <param name="Blocks">Answers in place of code that holds its thread when its time is over. Does not throw and does not wait.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClockedCall(
    int TotalSeconds, int IdleSeconds, PrimitiveKind Kind, string Target, object Context, Action<object> Blocks);
