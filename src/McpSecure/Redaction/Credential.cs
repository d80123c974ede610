using System.Runtime.InteropServices;

namespace McpSecure.Redaction;

/// <summary>Where a credential stands in a text.</summary>
/// <param name="Start">Where what tells it begins, such as <c>Bearer</c>.</param>
/// <param name="Secret">Where the secret itself begins.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Quote">What is written before and behind what stands for it, where it had no quotes of its own.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Credential(int Start, int Secret, int End, string? Quote = null);
