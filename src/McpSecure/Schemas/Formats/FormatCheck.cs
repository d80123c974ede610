namespace McpSecure.Schemas.Formats;

/// <summary>Decides whether a string has a format: allocates nothing, throws on no string, and costs linear time.</summary>
/// <param name="text">Any UTF-16 code units, lone surrogates included.</param>
/// <returns><see langword="true"/> if it has.</returns>
internal delegate bool FormatCheck(ReadOnlySpan<char> text);
