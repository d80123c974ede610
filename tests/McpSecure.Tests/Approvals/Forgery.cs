using System.Buffers.Text;

namespace McpSecure.Tests.Approvals;

/// <summary>What an attacker makes of a state that he holds, and of a call that was approved.</summary>
internal static class Forgery
{
    /// <summary>Calls that are not <c>{"name":"erase","arguments":{"path":"a.txt","days":1}}</c>.</summary>
    public static IEnumerable<string> Calls =>
    [
        .. Arguments.Select(arguments => $$"""{"name":"erase","arguments":{{arguments}} }"""),
        .. Names.Select(name => $$"""{"name":"{{name}}","arguments":{"path":"a.txt","days":1} }"""),
        """{"name":"erase"}""",
        """{"name":"erase","arguments":null}""",
        """{"NAME":"erase","arguments":{"path":"a.txt","days":1}}""",
        """{"name":"erase","Arguments":{"path":"a.txt","days":1}}""",
        """{"name":"note","NAME":"erase","arguments":{"path":"a.txt","days":1}}""",
        """{"name":"erase","arguments":{"path":"a.txt","days":1},"arguments":{"path":"b.txt","days":1}}""",
    ];

    private static string[] Names => ["note", "count", "confirm", "form", "chat", "ERASE", "erase ", "erase\\u0000", "\\u0435rase", "no_such_tool", ""];

    private static string[] Arguments =>
    [
        "{}",
        """{"path":"b.txt","days":1}""",
        """{"path":"A.txt","days":1}""",
        """{"path":"a.txt ","days":1}""",
        """{"path":" a.txt","days":1}""",
        """{"path":"a.txt\u0000","days":1}""",
        """{"path":"a.txt\n","days":1}""",
        """{"path":"./a.txt","days":1}""",
        """{"path":"a.txt/../b.txt","days":1}""",
        """{"path":"\u0430.txt","days":1}""",
        """{"path":"a\u200b.txt","days":1}""",
        """{"path":"a\u0301.txt","days":1}""",
        """{"path":"\u00e1.txt","days":1}""",
        """{"path":"\ud800","days":1}""",
        """{"path":"a.txt","days":2}""",
        """{"path":"a.txt","days":1.0}""",
        """{"path":"a.txt","days":1e0}""",
        """{"path":"a.txt","days":10e-1}""",
        """{"path":"a.txt","days":"1"}""",
        """{"path":"a.txt","days":-1}""",
        """{"path":"a.txt","days":1.0000000000000000001}""",
        """{"path":"a.txt","days":[1]}""",
        """{"path":"a.txt","days":null}""",
        """{"path":"a.txt","days":true}""",
        """{"path":"a.txt"}""",
        """{"days":1}""",
        """{"path":["a.txt"],"days":1}""",
        """{"path":{"a":"a.txt"},"days":1}""",
        """{"PATH":"a.txt","days":1}""",
        """{"path":"a.txt","Days":1}""",
        """{"path":"a.txt","days":1,"PATH":"b.txt"}""",
        """{"path":"a.txt","days":1,"path":"b.txt"}""",
        """{"path":"b.txt","path":"a.txt","days":1}""",
        """{"path":"a.txt","days":1,"force":true}""",
        """{"path":"a.txt","days":1,"":1}""",
        """{"path":"1","days":"a.txt"}""",
        """[]""",
        "\"a.txt\"",
    ];

    public static IEnumerable<(string Method, string Parameters)> Requests =>
    [
        ("prompts/get", """{"name":"erase","arguments":{"path":"a.txt","days":1}}"""),
        ("prompts/get", """{"name":"letter"}"""),
        ("resources/read", """{"uri":"vault://7"}"""),
        ("resources/read", """{"uri":"erase","arguments":{"path":"a.txt","days":1}}"""),
    ];

    public static IEnumerable<string> Responses =>
    [
        $$"""{"{{Visit.ApprovalKey}}":{{Visit.Yes}} }""",
        $$"""{"approve":{{Visit.Yes}} }""",
        $$"""{"":{{Visit.Yes}} }""",
        "{}", "[]", "null", "true",
    ];

    /// <summary>Each bit of a state turned, each length it could be cut to, and what else is no state.</summary>
    public static IEnumerable<string> States(string state)
    {
        var bytes = Base64Url.DecodeFromChars(state);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return Base64Url.EncodeToString(changed);
        }

        for (var length = 0; length < state.Length; length++)
        {
            yield return state[..length];
        }

        foreach (var other in new[] { state + state, state + "A", "A" + state, state[1..], state.ToUpperInvariant(), "approved", "\ud800", new string('A', 100_000), "{}" })
        {
            yield return other;
        }
    }
}
