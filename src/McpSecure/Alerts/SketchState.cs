using System.Numerics;
using System.Runtime.InteropServices;

namespace McpSecure.Alerts;

/// <summary>How many different values there were within the hour, to about 7 %, in 256 bytes (HyperLogLog). The bytes are kept elsewhere. Not synchronized.</summary>
/// <remarks>Flajolet et al., HyperLogLog, 2007: few values are counted by the registers that are still empty.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct SketchState
{
    public const int Registers = 256;
    private const int IndexBits = 8;
    private const float Alpha = 0.7213f / (1 + (1.079f / Registers));

    private int _hour;
    private int _empty;
    private float _sum;

    /// <summary>Gets how many there are.</summary>
    public readonly float Estimate
    {
        get
        {
            var raw = Alpha * Registers * Registers / _sum;
            return raw <= 2.5f * Registers && _empty > 0 ? Registers * MathF.Log((float)Registers / _empty) : raw;
        }
    }

    /// <summary>Begins anew if it is another hour.</summary>
    public void Begin(int hour, Span<byte> registers)
    {
        if (_hour != hour)
        {
            registers.Clear();
            (_hour, _empty, _sum) = (hour, Registers, Registers);
        }
    }

    /// <summary>Adds a value by its hash.</summary>
    /// <returns>Whether that can have changed the estimate.</returns>
    public bool Add(ulong hash, Span<byte> registers)
    {
        ref var register = ref registers[(int)(hash >> (64 - IndexBits))];
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << IndexBits) | (1UL << (IndexBits - 1))) + 1);
        if (rank <= register)
        {
            return false;
        }

        _empty -= register == 0 ? 1 : 0;
        _sum += MathF.ScaleB(1, -rank) - MathF.ScaleB(1, -register);
        register = rank;
        return true;
    }
}
