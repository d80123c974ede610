using McpSecure.Files;

namespace McpSecure.Paths;

/// <summary>Which argument was refused, and why.</summary>
/// <param name="Place">Where it is, such as <c>edits[2].path</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsText">Whether it is a text at all.</param>
internal readonly record struct RefusedPath(string Place, PathRefusal Reason, bool IsText = true);
