using System.Text.Json;
using McpSecure.Calls;

namespace McpSecure.Tests.Calls;

/// <summary>A filter that changes the arguments after the guards looked at them is noticed, whichever way it does it.</summary>
public sealed class GuardedArgumentsTests
{
    private static readonly JsonElement One = JsonElement.Parse("1");
    private static readonly JsonElement Two = JsonElement.Parse("2");
    private readonly Dictionary<string, JsonElement> _inner = new(StringComparer.Ordinal) { ["a"] = One };
    private readonly GuardedArguments _guarded;

    public GuardedArgumentsTests() => _guarded = new GuardedArguments(_inner);

    [Fact]
    public void Reading_changes_nothing()
    {
        Assert.Equal(1, _guarded["a"].GetInt32());
        Assert.True(_guarded.TryGetValue("a", out _));
        Assert.False(_guarded.TryGetValue("A", out _));
        Assert.True(_guarded.ContainsKey("a"));
        Assert.Contains(_inner.Single(), _guarded);
        Assert.Equal(["a"], _guarded.Keys);
        Assert.Single(_guarded.Values);
        Assert.Single(_guarded);
        Assert.Equal((1, 1), (_guarded.Count, _guarded.Keys.Count));
        Assert.False(_guarded.IsReadOnly);
        _guarded.CopyTo(new KeyValuePair<string, JsonElement>[1], 0);
        foreach (var (key, value) in _guarded)
        {
            Assert.Equal(("a", 1), (key, value.GetInt32()));
        }

        Assert.False(_guarded.IsChanged);
    }

    [Theory]
    [InlineData("set")]
    [InlineData("set to the same")]
    [InlineData("add")]
    [InlineData("add a pair")]
    [InlineData("add what is there")]
    [InlineData("remove")]
    [InlineData("remove a pair")]
    [InlineData("remove what is not there")]
    [InlineData("clear")]
    public void Writing_is_noticed(string how)
    {
        switch (how)
        {
            case "set": _guarded["a"] = Two; break;
            case "set to the same": _guarded["a"] = One; break;
            case "add": _guarded.Add("b", Two); break;
            case "add a pair": _guarded.Add(new KeyValuePair<string, JsonElement>("b", Two)); break;
            case "add what is there": Assert.Throws<ArgumentException>(() => _guarded.Add("a", Two)); break;
            case "remove": Assert.True(_guarded.Remove("a")); break;
            case "remove a pair": Assert.True(_guarded.Remove(new KeyValuePair<string, JsonElement>("a", One))); break;
            case "remove what is not there": Assert.False(_guarded.Remove("b")); break;
            default: _guarded.Clear(); break;
        }

        Assert.True(_guarded.IsChanged);
        Assert.Equal(_inner, _guarded);
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("values")]
    public void Its_views_cannot_be_written_through(string view)
    {
        if (view == "keys")
        {
            Assert.Throws<NotSupportedException>(() => _guarded.Keys.Clear());
        }
        else
        {
            Assert.Throws<NotSupportedException>(() => _guarded.Values.Clear());
        }
    }
}
