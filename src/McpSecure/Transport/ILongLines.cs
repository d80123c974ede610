using McpSecure.Calls;

namespace McpSecure.Transport;

/// <summary>Who has to know of a line that was longer than it may be: no other part of the server sees anything of it.</summary>
internal interface ILongLines
{
    /// <summary>Puts one such line on record.</summary>
    void Record(Refusal refusal);
}
