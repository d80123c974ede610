using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using static Tour.Expectation;

namespace Tour;

/// <summary>The Tour itself: what is tried, in this order, and what each role has to get.</summary>
internal static partial class Script
{
    /// <summary>The tool that no server has; its answer is compared with that for a hidden one.</summary>
    public const string UnknownTool = "no_such_tool";

    private const string ReadWelcome = "read_file welcome.md";
    private const string DeleteTodo = "delete_file notes/todo.md";
    private const string WriteScript = "write_file start.sh";
    private const string WrongRead = "read_file with three mistakes";
    private const string RightRead = "read_file, corrected as the answer says";
    private const string PathRefused = "path_refused";
    private const string GetPrompt = "prompt summarize_folder notes";

    /// <summary>Gets what each role has to see in tools/list.</summary>
    public static IReadOnlyDictionary<string, string[]> Tools { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["reader"] = ["git_log", "list_files", "query_notes", "read_file", "search_notes"],
        ["editor"] = ["add_note", "delete_file", "fetch_page", "git_log", "list_files", "query_notes", "read_file", "search_notes", "write_file"],
        ["admin"] = ["add_note", "delete_file", "fetch_page", "git_log", "list_files", "query_notes", "read_file", "search_notes", "write_file"],
    };

    /// <summary>Gets what each role has to see of the resources: the one on its own, and the template.</summary>
    public static IReadOnlyDictionary<string, string[]> Resources { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["reader"] = ["workspace://files/{+path}"],
        ["editor"] = ["workspace://files/{+path}"],
        ["admin"] = ["workspace://status", "workspace://files/{+path}"],
    };

    /// <summary>Gets the setting that has to decide, for some steps and roles. An editor reads because a reader does.</summary>
    public static IReadOnlyDictionary<(string Role, string Title), string> Decisions { get; } = new Dictionary<(string, string), string>
    {
        [("reader", ReadWelcome)] = "McpSecurity:Roles:reader:Tools:read_file",
        [("editor", ReadWelcome)] = "McpSecurity:Roles:reader:Tools:read_file",
        [("admin", ReadWelcome)] = "McpSecurity:Roles:admin:Tools:*",
        [("editor", WriteScript)] = "McpSecurity:Tools:write_file:Roles:editor:Arguments:path:Pattern",
        [("editor", DeleteTodo)] = "McpSecurity:Roles:editor:Tools:delete_file",
        [("admin", DeleteTodo)] = "McpSecurity:Roles:admin:Tools:delete_file",
        [("reader", GetPrompt)] = "McpSecurity:Roles:reader:Prompts:summarize_folder",
        [("admin", GetPrompt)] = "McpSecurity:Roles:admin:Prompts:*",
    };

    /// <summary>Gets the steps.</summary>
    public static IReadOnlyList<Step> Steps { get; } =
    [
        .. EverydayWork(),
        .. Approvals(),
        .. Correction(),
        .. Tricks(),
        .. Traps(),
        .. History(),
        .. Notes(),
        .. Pages(),
        .. ResourcesAndPrompts(),
    ];

    private static IEnumerable<Step> EverydayWork() =>
    [
        new("list_files", Tool("list_files"), Runs, Runs, Runs),
        new(ReadWelcome, Tool("read_file", ("path", "welcome.md")), Runs, Runs, Runs),
        new("write_file notes/tour.md",
            Tool("write_file", ("path", "notes/tour.md"), ("text", "The Tour was here.\n"), ("mode", "create")),
            Hidden, Runs, Runs),
        new(WriteScript, Tool("write_file", ("path", "start.sh"), ("text", "echo\n")), Hidden, Refused("invalid_arguments"), Runs),
        new(UnknownTool, Tool(UnknownTool), Hidden, Hidden, Hidden),
    ];

    /// <remarks>
    /// What models do all the time: a field mistyped, a number as text, a field that they know from elsewhere. The answer names all three,
    /// so that the next call is right.
    /// </remarks>
    private static IEnumerable<Step> Correction() =>
    [
        ForAll(WrongRead,
            Tool("read_file", ("path", "welcome.md"), ("lines", new { form = 1, to = "1" }), ("encoding", "utf-8")),
            Refused("invalid_arguments")),
        ForAll(RightRead, Tool("read_file", ("path", "welcome.md"), ("lines", new { from = 1, to = 1 })), Runs),
        ForAll("list_files, more of them than there may be", Tool("list_files", ("limit", 5000)), Refused("invalid_arguments")),
        new("write_file in a mode that does not exist",
            Tool("write_file", ("path", "notes/new.md"), ("text", "x"), ("mode", "replace")),
            Hidden, Refused("invalid_arguments"), Refused("invalid_arguments")),
    ];

    /// <remarks>Refused for every role: a larger role makes nobody's arguments more trustworthy.</remarks>
    private static IEnumerable<Step> Tricks() =>
    [
        ForAll("read_file with PATH for path", Tool("read_file", ("PATH", "welcome.md")), Refused("invalid_arguments")),
        ForAll("read_file with PATH beside path",
            Tool("read_file", ("path", "welcome.md"), ("PATH", "notes/ideas.md")), Rejected("invalid_request")),
        ForAll("read_file with path twice",
            Raw("""{"name":"read_file","arguments":{"path":"welcome.md","path":"notes/ideas.md"}}"""), Rejected("invalid_request")),
        ForAll("read_file with an argument nobody declared",
            Tool("read_file", ("path", "welcome.md"), ("encoding", "utf-7")), Refused("invalid_arguments")),
        ForAll("read_file ../../etc/passwd", Tool("read_file", ("path", "../../etc/passwd")), Refused(PathRefused)),
        ForAll("read_file /etc/passwd", Tool("read_file", ("path", "/etc/passwd")), Refused(PathRefused)),
        ForAll("read_file notes/%2e%2e/%2e%2e/etc/passwd", Tool("read_file", ("path", "notes/%2e%2e/%2e%2e/etc/passwd")), Refused(PathRefused)),
        ForAll("list_files with the pattern ../*", Tool("list_files", ("pattern", "../*")), Refused(PathRefused)),
    ];

    /// <remarks>What is in the workspace, and is no file of it. Without a guard the first would be read, and the next two never answer.</remarks>
    private static IEnumerable<Step> Traps() => !Tour.Traps.IsPossible ? [] :
    [
        ForAll("read_file out/secret.txt, through a link", Tool("read_file", ("path", "out/secret.txt")), Refused(PathRefused)),
        ForAll("read_file pipe, a named pipe", Tool("read_file", ("path", "pipe")), Refused(PathRefused)),
        ForAll("read_file device, a device", Tool("read_file", ("path", "device")), Refused(PathRefused)),
        ForAll("read_file zero-link, a link to /dev/zero", Tool("read_file", ("path", "zero-link")), Refused(PathRefused)),
        new("write_file .git/hooks.md", Tool("write_file", ("path", ".git/hooks.md"), ("text", "x")), Hidden, Refused(PathRefused), Refused(PathRefused)),
        new("write_file out/new.md, through a link", Tool("write_file", ("path", "out/new.md"), ("text", "x")), Hidden, Refused(PathRefused), Refused(PathRefused)),
    ];

    private static IEnumerable<Step> ResourcesAndPrompts() =>
    [
        ForAll("resource workspace://files/notes/ideas.md", Resource("workspace://files/notes/ideas.md"), Runs),
        new("resource workspace://status", Resource("workspace://status"), Hidden, Hidden, Runs),
        ForAll("resource workspace://files/..%2F..%2Fetc%2Fpasswd",
            Resource("workspace://files/..%2F..%2Fetc%2Fpasswd"), Rejected("invalid_uri")),
        ForAll(GetPrompt, Prompt("summarize_folder", ("path", "notes")), Runs),
    ];

    private static Step ForAll(string title, Func<McpClient, CancellationToken, Task<Outcome>> tryAsync, Expectation expectation) =>
        new(title, tryAsync, expectation, expectation, expectation);

    private static Func<McpClient, CancellationToken, Task<Outcome>> Tool(string name, params (string Name, object? Value)[] arguments) =>
        (client, cancellationToken) => Outcome.OfToolAsync(
            client.CallToolAsync(name, ToMap(arguments), cancellationToken: cancellationToken));

    /// <remarks>
    /// The client's own types cannot hold a name twice. A node that was parsed from text keeps that text until somebody looks inside,
    /// and nobody between here and the pipe does.
    /// </remarks>
    private static Func<McpClient, CancellationToken, Task<Outcome>> Raw(string parameters) =>
        (client, cancellationToken) => Outcome.OfToolAsync(Outcome.ParseAsync(client.SendRequestAsync(
            new JsonRpcRequest { Method = RequestMethods.ToolsCall, Params = JsonNode.Parse(parameters) },
            cancellationToken)));

    private static Func<McpClient, CancellationToken, Task<Outcome>> Resource(string uri) =>
        (client, cancellationToken) => Outcome.OfAsync(
            client.ReadResourceAsync(uri, cancellationToken: cancellationToken),
            result => string.Join('\n', result.Contents.OfType<TextResourceContents>().Select(contents => contents.Text)));

    private static Func<McpClient, CancellationToken, Task<Outcome>> Prompt(
        string name, params (string Name, object? Value)[] arguments) =>
        (client, cancellationToken) => Outcome.OfAsync(
            client.GetPromptAsync(name, ToMap(arguments), cancellationToken: cancellationToken),
            result => string.Join('\n', result.Messages.Select(message => (message.Content as TextContentBlock)?.Text)));

    private static Dictionary<string, object?> ToMap((string Name, object? Value)[] arguments) =>
        arguments.ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal);
}
