namespace McpSecure.Hosting;

/// <summary>A service that the code of a tool gets.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Key">The key that it is asked for by; <see langword="null"/> for none.</param>
internal readonly record struct Received(Type Type, object? Key = null);
