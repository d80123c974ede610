using System.Diagnostics.CodeAnalysis;

namespace McpSecure;

/// <summary>Seals what a server gives to a client to bring back: nobody else can read it, make it or change it.</summary>
/// <remarks>
/// Register one of your own, as a singleton, where several processes answer for one server: <see cref="AesGcmStateProtector"/> with shared keys, or
/// the data protection of ASP.NET Core. Without one, each process makes keys of its own, which it replaces once a day. Implementations are thread-safe.
/// </remarks>
public interface IStateProtector
{
    /// <summary>Seals a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Its sealed form, which tells nothing but its length.</returns>
    byte[] Protect(ReadOnlySpan<byte> state);

    /// <summary>Opens a sealed state.</summary>
    /// <param name="protectedState">What came back. Anything at all: an attacker chose it.</param>
    /// <param name="state">The state, if it is one that was sealed here; else <see langword="null"/>.</param>
    /// <returns><see langword="true"/> if nobody has changed it since. An exception is taken for <see langword="false"/>.</returns>
    bool TryUnprotect(ReadOnlySpan<byte> protectedState, [NotNullWhen(true)] out byte[]? state);
}
