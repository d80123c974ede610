namespace McpSecure.Tests.Doors;

/// <summary>What McpSecure does about one member of the SDK through which a client could reach the application's code.</summary>
internal enum Decision
{
    /// <summary>A slot of <c>SdkHook</c> stands before it.</summary>
    Guarded,

    /// <summary>No guard knows what it means: using it stops the start unless <c>AllowedMethods</c> lists the method.</summary>
    RefusedUnlessListed,

    /// <summary>Using it stops the start.</summary>
    RefusedAlways,

    /// <summary>No code of the application is behind it.</summary>
    NoUserCode,
}
