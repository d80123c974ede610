namespace McpSecure.Execution;

/// <summary>Why a request was not sent, or its answer not taken.</summary>
/// <remarks>The list is closed and its names are stable.</remarks>
public enum EgressRefusal
{
    /// <summary>No reason was given. A defect: nothing was sent.</summary>
    None = 0,

    /// <summary>The name resolves to an address that is not public: of this machine, of a private network, of a metadata service (CWE-918).</summary>
    AddressNotPublic = 1,
}
