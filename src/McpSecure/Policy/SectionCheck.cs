using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace McpSecure.Policy;

/// <summary>
/// Walks the raw section before it is bound: a binder stops at the first mistake, drops what it cannot read, and takes a number for a
/// name. Collects every mistake, and the values that are safe to bind.
/// </summary>
internal sealed class SectionCheck
{
    /// <summary>How many settings a mistake is told: those of a rule, a tool or a role, not those of the whole policy.</summary>
    private const int MostListed = 10;

    private readonly List<string> _mistaken = [];

    public List<string> Errors { get; } = [];

    /// <summary>Gets the checked values by full path.</summary>
    public Dictionary<string, string?> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static SectionCheck Of(IConfigurationSection section)
    {
        var check = new SectionCheck();
        check.Visit(section, Shape.Policy);
        return check;
    }

    /// <summary>The entries of a map that have a mistake, or whose settings have one. What else is wrong with them may only follow from it.</summary>
    public IEnumerable<string> MistakenIn(string map)
    {
        var start = $"{McpSecurityOptions.SectionName}:{map}:";
        return _mistaken.Where(path => path.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(path => path[start.Length..].Split(ConfigurationPath.KeyDelimiter)[0])
            .Distinct(StringComparer.Ordinal);
    }

    private void Visit(IConfigurationSection section, Shape shape)
    {
        switch (shape)
        {
            case Shape.Text text:
                VisitText(section, text);
                break;
            case Shape.Map map:
                VisitMap(section, map);
                break;
            case Shape.Members members:
                VisitMembers(section, members);
                break;
        }
    }

    private void VisitText(IConfigurationSection section, Shape.Text text)
    {
        if (section.GetChildren().Any())
        {
            Refuse(section, $"{section.Path} has entries of its own; it takes one value: {text.Expected}.");
        }
        else if (string.IsNullOrWhiteSpace(section.Value))
        {
            Refuse(section, $"{section.Path} is empty; use {text.Expected}, or remove the line.");
        }
        else if (text.IsValid?.Invoke(section.Value) == false)
        {
            var suggestion = text is Shape.Choice choice ? Suggestion.For(section.Value, choice.Names) : string.Empty;
            Refuse(section, $"{section.Path} is '{section.Value}'; use {text.Expected}.{suggestion}");
        }
        else
        {
            Values[section.Path] = section.Value;
        }
    }

    private void VisitMap(IConfigurationSection section, Shape.Map map)
    {
        var form = map.HasValuesAsKeys ? $"values by what they get, such as {{ \"value\": {(map.Entry is Shape.Choice ? "\"Allow\"" : "true")} }}" : "entries by name, such as { \"name\": … }";
        if (!HasEntries(section, form, out var entries))
        {
            if (map.HasValuesAsKeys && section.Value is null)
            {
                Refuse(section, $"{section.Path} is empty; write {form}, or remove the line.");
            }

            return;
        }

        if (map.HasNoColons is { } advice && entries.Exists(entry => entry.GetChildren().Any()))
        {
            Refuse(section, $"{section.Path} has a key with a colon in it, which separates settings here. {advice}");
            return;
        }

        if (map.HasValuesAsKeys ? IsList(entries) : entries.TrueForAll(entry => entry.Key.All(char.IsAsciiDigit)))
        {
            Refuse(section, $"{section.Path} is a list; write {form}, so that a later file can change one.");
            return;
        }

        foreach (var entry in entries)
        {
            if (map.Keys?.IsValid?.Invoke(entry.Key) == false)
            {
                Refuse(entry, $"{entry.Path} has a key that means nothing; use {map.Keys.Expected}.");
                continue;
            }

            Visit(entry, map.Entry);
            KeepEmpty(entry, map.Entry);
        }
    }

    /// <summary>Whether keys that may be numbers are only places: 0, 1 … before something that is no access.</summary>
    private static bool IsList(List<IConfigurationSection> entries) =>
        entries.Select((entry, index) => string.Equals(entry.Key, index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)).All(isNext => isNext)
        && entries.Exists(entry => entry.Value is { } value && !Enum.GetNames<Access>().Contains(value, StringComparer.OrdinalIgnoreCase));

    private void VisitMembers(IConfigurationSection section, Shape.Members members)
    {
        if (!HasEntries(section, $"the settings {string.Join(", ", members.Known.Keys)}", out var entries))
        {
            return;
        }

        foreach (var entry in entries)
        {
            if (members.Known.TryGetValue(entry.Key, out var shape))
            {
                Visit(entry, shape);
            }
            else
            {
                var suggestion = Suggestion.For(entry.Key, members.Known.Keys);
                var known = members.Known.Count <= MostListed ? $"use {string.Join(", ", members.Known.Keys)}, or " : string.Empty;
                Refuse(entry, $"{entry.Path} is no setting{(suggestion.Length > 0 ? "." + suggestion : $"; {known}remove the line.")}");
            }
        }
    }

    private bool HasEntries(IConfigurationSection section, string expected, out List<IConfigurationSection> entries)
    {
        entries = [.. section.GetChildren()];
        if (section.Value is { } value)
        {
            Refuse(section, $"{section.Path} is {(value.Length == 0 ? "empty" : $"'{value}'")}; it takes {expected}.");
        }

        return entries.Count > 0;
    }

    private void Refuse(IConfigurationSection section, string error)
    {
        Errors.Add(error);
        _mistaken.Add(section.Path);
    }

    /// <summary>A role without a line still exists: <c>"guest": {}</c> grants nothing, and can be referred to.</summary>
    private void KeepEmpty(IConfigurationSection entry, Shape shape)
    {
        if (shape is Shape.Members && !entry.GetChildren().Any() && entry.Value is null)
        {
            Values[entry.Path] = null;
        }
    }
}
