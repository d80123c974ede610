namespace McpSecure.Execution;

/// <summary>Why a request was not sent, or its answer not taken.</summary>
/// <remarks>The list is closed and its names are stable.</remarks>
public enum EgressRefusal
{
    /// <summary>No reason was given. A defect: nothing was sent.</summary>
    None = 0,

    /// <summary>The name resolves to an address that is not public: of this machine, of a private network, of a metadata service (CWE-918).</summary>
    AddressNotPublic = 1,

    /// <summary>The host is not among those that may be reached (CWE-918).</summary>
    HostNotAllowed = 2,

    /// <summary>The scheme is not <c>https</c>, nor <c>http</c> where that is allowed (CWE-319).</summary>
    SchemeNotAllowed = 3,

    /// <summary>The port is not among those that may be connected to (CWE-918).</summary>
    PortNotAllowed = 4,

    /// <summary>The address is not absolute, or holds a user name or a password.</summary>
    AddressMalformed = 5,

    /// <summary>The request asks for what cannot be guarded: another protocol, a tunnel, HTTP/3, another <c>Host</c>, a line break in a header (CWE-113).</summary>
    RequestNotAllowed = 6,

    /// <summary>The answer redirects from <c>https</c> to <c>http</c>, or wants a body sent a second time.</summary>
    RedirectNotAllowed = 7,

    /// <summary>The answers redirect too often.</summary>
    TooManyRedirects = 8,

    /// <summary>The answer is larger than it may be, in its headers or in its body as it is after decompression (CWE-400, CWE-409).</summary>
    TooLarge = 9,

    /// <summary>The answer was not complete in time (CWE-400).</summary>
    TimedOut = 10,
}
