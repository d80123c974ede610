using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace McpSecure.Calls;

/// <summary>
/// The one arguments object of a call: guards, inner filters and the tool all see it. It notices when a filter changes it after the
/// guards have looked, so that they look again.
/// </summary>
/// <remarks>Costs one small object instead of a copy of the arguments. Not thread-safe, as the SDK's own dictionary is not.</remarks>
internal sealed class GuardedArguments(IDictionary<string, JsonElement> inner) : IDictionary<string, JsonElement>
{
    // Guards only read, so all calls without arguments can share it.
    private static readonly Dictionary<string, JsonElement> None = new(StringComparer.Ordinal);

    /// <summary>Gets the arguments as the SDK made them. For reading: what is written here goes unnoticed.</summary>
    public IDictionary<string, JsonElement> Inner => inner;

    /// <summary>Gets a value indicating whether anything was written since the guards looked.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The dictionary that the SDK made: an engine knows its enumerator, and needs no memory to go through it.</summary>
    public static IDictionary<string, JsonElement> Bare(IDictionary<string, JsonElement>? arguments)
    {
        while (arguments is GuardedArguments guarded)
        {
            arguments = guarded.Inner;
        }

        return arguments ?? None;
    }

    public int Count => inner.Count;

    public bool IsReadOnly => inner.IsReadOnly;

    public ICollection<string> Keys => inner.Keys;

    public ICollection<JsonElement> Values => inner.Values;

    public JsonElement this[string key]
    {
        get => inner[key];
        set
        {
            IsChanged = true;
            inner[key] = value;
        }
    }

    public void Add(string key, JsonElement value)
    {
        IsChanged = true;
        inner.Add(key, value);
    }

    public void Add(KeyValuePair<string, JsonElement> item)
    {
        IsChanged = true;
        inner.Add(item);
    }

    public void Clear()
    {
        IsChanged = true;
        inner.Clear();
    }

    public bool Remove(string key)
    {
        IsChanged = true;
        return inner.Remove(key);
    }

    public bool Remove(KeyValuePair<string, JsonElement> item)
    {
        IsChanged = true;
        return inner.Remove(item);
    }

    public bool Contains(KeyValuePair<string, JsonElement> item) => inner.Contains(item);

    public bool ContainsKey(string key) => inner.ContainsKey(key);

    public void CopyTo(KeyValuePair<string, JsonElement>[] array, int arrayIndex) => inner.CopyTo(array, arrayIndex);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out JsonElement value) => inner.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() => inner.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
