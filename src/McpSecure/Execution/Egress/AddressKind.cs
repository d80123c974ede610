namespace McpSecure.Execution.Egress;

/// <summary>What an address may be connected to for.</summary>
internal enum AddressKind
{
    /// <summary>Nothing: link-local, multicast, reserved, of a metadata service.</summary>
    Never = 0,

    /// <summary>An operator has to name its network: private, shared, loopback.</summary>
    Internal = 1,

    /// <summary>Anybody on the internet has it.</summary>
    Public = 2,
}
