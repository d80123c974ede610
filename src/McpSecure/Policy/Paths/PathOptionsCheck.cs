using System.Buffers;
using McpSecure.Files;
using McpSecure.Policy.Rules;

namespace McpSecure.Policy.Paths;

/// <summary>Finds the roots and path settings that would not do what they say, as far as that can be told without the tools.</summary>
internal sealed class PathOptionsCheck(PolicySource source)
{
    private const string Section = McpSecurityOptions.SectionName;
    private const int MaximumNameLength = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

    public IEnumerable<string> Errors(McpSecurityOptions options) =>
    [
        .. options.Paths.SelectMany(root => Root(root.Key, root.Value, source.Files(options.PolicyFiles))),
        .. options.Tools.SelectMany(tool => Tool(options, $"{Section}:Tools:{tool.Key}", tool.Value)),
    ];

    private static IEnumerable<string> Root(string name, PathRootOptions root, IEnumerable<string> files)
    {
        var path = $"{Section}:Paths:{name}";
        string[] errors = [.. Name(name, path), .. Values(root, path)];
        return errors.Length > 0 || string.IsNullOrWhiteSpace(root.Root) ? errors : Opening(name, root, path, files);
    }

    private static IEnumerable<string> Name(string name, string path)
    {
        if (name.Length is 0 or > MaximumNameLength || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            yield return $"{path} is no name for a root, which clients see; use at most {MaximumNameLength} letters, digits, _, - and dots.";
        }
    }

    private static IEnumerable<string> Values(PathRootOptions root, string path)
    {
        if (string.IsNullOrWhiteSpace(root.Root) && !root.IsMistaken)
        {
            yield return $"{path} needs a Root: a directory that exists, absolute or relative to the application's own folder.";
        }

        if (root.Access is not (PathAccess.Read or PathAccess.ReadWrite))
        {
            yield return $"{path}:Access is '{root.Access}'; use Read or ReadWrite.";
        }

        if ((root.SymbolicLinks is { } links && !Enum.IsDefined(links)) || !Enum.IsDefined(root.HardLinks))
        {
            yield return $"{path}:SymbolicLinks or HardLinks was set in code to a value without a name.";
        }

        if (root.MaxReadBytes < 0 || root.MaxReadBytes >= Array.MaxLength)
        {
            yield return $"{path}:MaxReadBytes is {root.MaxReadBytes}; use 0 to {Array.MaxLength - 1}.";
        }

        if (root.MaxWriteBytes < 0)
        {
            yield return $"{path}:MaxWriteBytes is {root.MaxWriteBytes}; use 0 or more.";
        }

        foreach (var name in root.ProtectedNames.Keys.Where(name => string.IsNullOrWhiteSpace(name) || name.AsSpan().ContainsAny('/', '\\')))
        {
            yield return $"{path}:ProtectedNames:{name} is no single name; it protects a name wherever it stands in a path.";
        }
    }

    private static IEnumerable<string> Opening(string name, PathRootOptions root, string path, IEnumerable<string> files)
    {
        string? error = null;
        try
        {
            using var opened = new OpenRoot(name, root, files);
        }
        catch (ArgumentException)
        {
            error = $"{path}:Root is '{root.Root}', and it and the application's own folder or a policy file hold one another, while Access is ReadWrite: " +
                "who writes there could change the code or the policy. Use a directory outside of that folder, or set Access to Read." + RootOpening.Hint(root);
        }
        catch (PathRefusedException refused)
        {
            var reason = File.Exists(RootOpening.Directory(root)) ? "it is a file. Name a directory." : $"{RefusalText.Of(refused.Reason)}. Create it, or name another.";
            error = $"{path}:Root is '{root.Root}', and {RootOpening.Directory(root)} cannot be opened as a directory: {reason}" + RootOpening.Hint(root);
        }
        catch (PlatformNotSupportedException exception)
        {
            error = $"{path}: {exception.Message}";
        }

        return error is null ? [] : [error];
    }

    private static IEnumerable<string> Tool(McpSecurityOptions options, string path, ToolOptions tool) =>
    [
        .. Keys(tool.Paths.Keys, $"{path}:Paths"),
        .. tool.Paths.SelectMany(argument => Argument(options, argument.Value, $"{path}:Paths:{argument.Key}")),
        .. from role in tool.Roles
           let section = $"{path}:Roles:{role.Key}:Paths"
           from error in Keys(role.Value.Paths.Keys, section)
               .Concat(role.Value.Paths.SelectMany(argument => Under(argument.Value.Under, $"{section}:{argument.Key}")))
           select error,
    ];

    private static IEnumerable<string> Keys(IEnumerable<string> keys, string section)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (!ArgumentPath.TryParse(key, out var argument))
            {
                yield return $"{section}:{key} is no path to an argument; use a name, filter.path, edits[*].path (every element, never a single one), or ['a.b'] for a name with a dot.";
            }
            else if (!known.TryAdd(argument.Text, key))
            {
                yield return $"{section}:{key} and {section}:{known[argument.Text]} are the same argument; write it once.";
            }
        }
    }

    private static IEnumerable<string> Argument(McpSecurityOptions options, ToolPathOptions set, string path)
    {
        if (set.Root is { } name && !options.Paths.ContainsKey(name))
        {
            yield return $"{path}:Root is '{name}', but {Section}:Paths has no such root.{Suggestion.For(name, options.Paths.Keys)}";
        }

        if (set.Access is { } access && access is not (PathAccess.Read or PathAccess.ReadWrite))
        {
            yield return $"{path}:Access is '{access}'; use Read or ReadWrite.";
        }

        if (set.Access is { } wanted && set.Root is not null && options.Paths.TryGetValue(set.Root, out var root) && RootOpening.IsTooLittle(root, wanted))
        {
            yield return $"{path}:Access is ReadWrite, and {Section}:Paths:{set.Root}:Access is {root.Access}: nothing can be written there. Set that to ReadWrite, or this to Read.";
        }
    }

    private static IEnumerable<string> Under(string? under, string path)
    {
        if (string.IsNullOrEmpty(under))
        {
            yield return $"{path} needs Under: a directory beneath the root of the argument.";
        }
        else if (!RootOpening.IsPlain(under))
        {
            yield return $"{path}:Under is '{under}'; write the directory relative to the root, with '/' between plain names: no '..', no '/' at either end, no backslash.";
        }
    }
}
