using System.Runtime.InteropServices;
using McpSecure.Calls;

namespace McpSecure.Pipeline;

/// <summary>What came of a check: the call that may run, or why none may. <see langword="default"/> says no.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Admission
{
    private readonly Refusal? _refusal;

    private Admission(Call? call, Refusal? refusal) => (Call, _refusal) = (call, refusal);

    /// <summary>Gets the call, with what it has taken; <see langword="null"/> if none may run.</summary>
    public Call? Call { get; }

    /// <summary>Gets the refusal; <see langword="null"/> if the call may run.</summary>
    public Refusal? Refusal => Call is null ? _refusal ?? Refusal.GuardFailed : null;

    public static Admission Of(Call call) => new(call, refusal: null);

    public static Admission Refused(Refusal refusal) => new(call: null, refusal);
}
