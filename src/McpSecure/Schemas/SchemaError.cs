namespace McpSecure.Schemas;

/// <summary>One reason why an instance is not valid. No member holds a value of the instance.</summary>
/// <param name="InstancePath">Where in the instance: a JSON Pointer (RFC 6901), empty for the root. Its names may be the sender's.</param>
/// <param name="Keyword">The keyword that does not hold.</param>
/// <param name="Expected">What the schema asks for, in the schema's own words.</param>
/// <param name="Actual">What kind of value, or which length, was there instead; empty if that says nothing.</param>
public readonly record struct SchemaError(string InstancePath, string Keyword, string Expected, string Actual);
