namespace McpSecure.Schemas.Compilation;

/// <summary>
/// References against a base (RFC 3986, section 5), as text: a schema's URI is a name, and nothing is ever fetched from it.
/// </summary>
internal readonly record struct UriReference(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    public static UriReference Parse(string text)
    {
        var fragment = Cut(ref text, '#');
        var query = Cut(ref text, '?');
        string? scheme = null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (colon > 0 && (slash < 0 || colon < slash) && char.IsAsciiLetter(text[0]))
        {
            scheme = text[..colon];
            text = text[(colon + 1)..];
        }

        string? authority = null;
        if (text.StartsWith("//", StringComparison.Ordinal))
        {
            var end = text.IndexOf('/', 2);
            authority = end < 0 ? text[2..] : text[2..end];
            text = end < 0 ? string.Empty : text[end..];
        }

        return new UriReference(scheme, authority, text, query, fragment);
    }

    /// <summary>The absolute URI without its fragment.</summary>
    public string Resolve(UriReference reference)
    {
        if (reference.Scheme is not null)
        {
            return (reference with { Path = WithoutDots(reference.Path), Fragment = null }).ToString();
        }

        if (reference.Authority is not null)
        {
            return (reference with { Scheme = Scheme, Path = WithoutDots(reference.Path), Fragment = null }).ToString();
        }

        var target = this with { Fragment = null };
        if (reference.Path.Length == 0)
        {
            return (target with { Query = reference.Query ?? Query }).ToString();
        }

        var path = reference.Path[0] == '/' ? reference.Path : Merge(reference.Path);
        return (target with { Path = WithoutDots(path), Query = reference.Query }).ToString();
    }

    public override string ToString() => string.Concat(
        Scheme is null ? string.Empty : Scheme + ":",
        Authority is null ? string.Empty : "//" + Authority,
        Path,
        string.Concat(Query is null ? string.Empty : "?" + Query, Fragment is null ? string.Empty : "#" + Fragment));

    private static string? Cut(ref string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var rest = text[(at + 1)..];
        text = text[..at];
        return rest;
    }

    private static string WithoutDots(string path)
    {
        if (!path.Contains("./", StringComparison.Ordinal) && !path.EndsWith('.'))
        {
            return path;
        }

        var kept = new List<string>();
        var segments = path.Split('/');
        for (var index = 0; index < segments.Length; index++)
        {
            var isLast = index == segments.Length - 1;
            if (segments[index] is not ("." or ".."))
            {
                kept.Add(segments[index]);
                continue;
            }

            // The first segment of a rooted path is empty, and stays.
            if (segments[index] is ".." && kept.Count > (path[0] == '/' ? 1 : 0))
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (isLast)
            {
                kept.Add(string.Empty);
            }
        }

        return string.Join('/', kept);
    }

    private string Merge(string path)
    {
        if (Authority is not null && Path.Length == 0)
        {
            return "/" + path;
        }

        return string.Concat(Path.AsSpan(0, Path.LastIndexOf('/') + 1), path);
    }
}
