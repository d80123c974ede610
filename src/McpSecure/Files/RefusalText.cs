namespace McpSecure.Files;

/// <summary>The reasons in words: what is wrong with the path, and nothing about the machine.</summary>
internal static class RefusalText
{
    public static string Of(PathRefusal reason) => reason switch
    {
        PathRefusal.Empty => "it is empty",
        PathRefusal.Nul => "it holds a NUL character",
        PathRefusal.TooLong => "it, or one of its names, is too long",
        PathRefusal.Malformed => "it is no name of a file",
        PathRefusal.Rooted => "it is absolute; give one relative to the root",
        PathRefusal.Escapes => "it leads outside",
        PathRefusal.Link => "a symbolic link stands in the way",
        PathRefusal.Special => "it is a pipe, a socket or a device",
        PathRefusal.HardLink => "the file has another name, which may lie outside",
        PathRefusal.NotFound => "nothing is there",
        PathRefusal.Exists => "it is there already",
        PathRefusal.Denied => "the operating system does not permit it",
        PathRefusal.TooLarge => "it is larger than the limit",
        PathRefusal.NotADirectory => "a part of it is not a directory",
        PathRefusal.IsADirectory => "it is a directory",
        PathRefusal.NotEmpty => "the directory is not empty",
        PathRefusal.ReadOnly => "nothing may be changed here",
        PathRefusal.ProtectedName => "one of its names is protected against changes",
        PathRefusal.Busy => "it is in use",
        PathRefusal.Exhausted => "the machine is out of space or of file handles",
        PathRefusal.TooMany => "there is more below it than the limit",
        PathRefusal.OtherFileSystem => "source and target are on different file systems",
        PathRefusal.DotDot => "it goes up with '..'",
        PathRefusal.UriLike => "it is a URI",
        PathRefusal.EncodedTraversal => "decoded once more it is another path",
        PathRefusal.AmbiguousUnicode => "a character looks like a separator or a dot",
        PathRefusal.InvisibleUnicode => "it holds an invisible character",
        PathRefusal.ControlCharacter => "it holds a control character",
        PathRefusal.Backslash => "it holds a backslash; separate names with '/'",
        PathRefusal.DeviceName => "a name is a device of Windows",
        PathRefusal.Stream => "a name holds a colon",
        PathRefusal.TrailingDotOrSpace => "a name ends in a dot or a blank",
        PathRefusal.ReservedCharacter => "a name holds a character that Windows reserves",
        PathRefusal.MalformedPattern => "the pattern is for names: it must not be empty, longer than 255 characters, or hold a separator",
        PathRefusal.ShortName => "a name has the form of a short name of Windows",
        _ => "the operating system reported an error",
    };
}
