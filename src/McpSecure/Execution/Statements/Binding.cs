using System.Runtime.InteropServices;

namespace McpSecure.Execution.Statements;

/// <summary>A value, and where its placeholder stands in the text.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Binding(object? Value, int Position);
