using System.Text.Json;
using McpSecure.Hosting;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Hosting;

/// <summary>Arguments that are named like an attack in waiting are found at the start, unless the tool has the helper.</summary>
public sealed class HelperReportTests
{
    [Theory]
    [InlineData("command")]
    [InlineData("cmd")]
    [InlineData("shellCommand")]
    [InlineData("shell")]
    [InlineData("command_line")]
    [InlineData("bashScript")]
    [InlineData("script")]
    [InlineData("exec")]
    [InlineData("args")]
    [InlineData("extraArgs")]
    public void A_command_is_one(string name) => AssertMeans(HelperKind.Command, name);

    [Theory]
    [InlineData("sql")]
    [InlineData("sqlQuery")]
    [InlineData("SQL_TEXT")]
    [InlineData("rawSql")]
    public void Sql_is_it(string name) => AssertMeans(HelperKind.Sql, name);

    [Theory]
    [InlineData("url")]
    [InlineData("URL")]
    [InlineData("imageUrl")]
    [InlineData("urls")]
    [InlineData("uri")]
    [InlineData("callback_url")]
    [InlineData("webhook")]
    [InlineData("webhookTarget")]
    [InlineData("endpoint")]
    [InlineData("host")]
    [InlineData("link")]
    [InlineData("callback")]
    public void A_url_is_one(string name) => AssertMeans(HelperKind.Url, name);

    [Theory]
    [InlineData("query")] // of a search
    [InlineData("where")]
    [InlineData("statement")] // of a bank
    [InlineData("commandId")]
    [InlineData("script_name")]
    [InlineData("urlCount")]
    [InlineData("sqlDialect")]
    [InlineData("hostId")]
    [InlineData("linkType")]
    [InlineData("commander")]
    [InlineData("description")]
    [InlineData("curl")]
    [InlineData("scripture")]
    [InlineData("hostess")]
    [InlineData("")]
    [InlineData("__")]
    public void A_name_of_something_else_is_none(string name) => Assert.All(
        HelperKind.All,
        kind => Assert.False(kind.Means(name, default, "search Finds notes that hold some words")));

    [Theory]
    [InlineData("query", "run_sql", "")]
    [InlineData("query", "ask", "Runs a query against the orders database.")]
    [InlineData("where", "list_rows", "Rows of a table")]
    [InlineData("query", "queryDb", "")]
    [InlineData("statement", "postgres_execute", "")]
    public void A_query_is_SQL_where_the_tool_says_so(string name, string tool, string description) =>
        Assert.True(HelperKind.Sql.Means(name, default, $"{tool} {description}"));

    [Fact]
    public void A_query_is_SQL_where_the_argument_says_so_and_a_URI_is_one_under_any_name()
    {
        Assert.True(HelperKind.Sql.Means("query", JsonElement.Parse("""{ "description": "a SQL query" }"""), "ask"));
        Assert.True(HelperKind.Url.Means("target", JsonElement.Parse("""{ "format": "uri" }"""), "ask"));
        Assert.False(HelperKind.Url.Means("target", JsonElement.Parse("""{ "format": "date" }"""), "ask"));
    }

    [Fact]
    public async Task The_log_names_them_one_line_for_each_kind()
    {
        var entries = await EntriesAsync(
            services => services.AddHttpClient(),
            ("run", (string command, string[] args, int cmdCount, Level shellLevel) => command),
            ("ask", (string sql) => sql),
            ("search", (string query) => query),
            ("open", ([ConfinedPath("docs")] string uri) => uri),
            ("fetch", (Uri page, Request request) => page.Host + request.CallbackUrl),
            ("get", (string url, HttpClient client) => url));

        Assert.Equal(
            [
                ("a command", "ProcessRunner", "run:command, run:args[*]"),
                ("SQL", "SqlDatabase", "ask:sql"),
                ("a URL", "HttpClient with UseEgressGuard()", "fetch:page, fetch:request.callbackUrl, get:url (its HttpClient is not guarded)"),
            ],
            entries.Select(entry => ($"{entry["Kind"]}", $"{entry["Helper"]}", $"{entry["Arguments"]}")));
        Assert.All(entries, entry => Assert.Equal(LogLevel.Warning, entry.Level));
    }

    [Fact]
    public async Task A_tool_that_receives_a_guarded_client_is_none_however_it_comes_by_it()
    {
        var entries = await EntriesAsync(
            services =>
            {
                services.AddHttpClient<Pages>().UseEgressGuard();
                services.AddHttpClient<IFeeds, Feeds>().UseEgressGuard();
                services.AddSingleton<IReader, Reader>();
                services.AddKeyedSingleton<IReader, Reader>("keyed");
                services.AddSingleton(typeof(Box<>));
            },
            ("a", (string url, Pages pages) => url),
            ("b", (string url, IFeeds feeds) => url),
            ("c", (string url, IReader reader) => url),
            ("d", (string url, IEnumerable<IReader> readers) => url),
            ("e", (string url, Box<IReader> box) => url),
            ("f", (string url, IHttpClientFactory factory) => url));

        Assert.Empty(entries);
    }

    [Fact]
    public async Task A_class_of_tools_gets_it_in_its_constructor_and_a_lambda_from_around_it()
    {
        var pages = new Pages(new HttpClient());
        var entries = await EntriesAsync(
            services =>
            {
                services.AddHttpClient<Pages>().UseEgressGuard();
                services.AddMcpServer().WithTools<WebTools>();
            },
            ("caught", (string url) => url + pages.Client.BaseAddress));

        Assert.Empty(entries);
    }

    [Fact]
    public async Task Another_client_does_not_help_and_one_under_a_name_of_its_own_may_be_the_guarded_one()
    {
        (string, Delegate) tool = ("a", (string url, Pages pages) => url);

        Assert.Equal(["a:url (its HttpClient is not guarded)"], (await EntriesAsync(services => services.AddHttpClient<Pages>(), tool)).Select(entry => entry["Arguments"]));
        Assert.Single(await EntriesAsync(
            services =>
            {
                services.AddHttpClient<Pages>();
                services.AddHttpClient<IFeeds, Feeds>().UseEgressGuard();
            },
            tool));
        Assert.Empty(await EntriesAsync(services => services.AddHttpClient<Pages>("pages").UseEgressGuard(), tool));
    }

    private static void AssertMeans(HelperKind kind, string name) => Assert.True(kind.Means(name, default, "tool"));

    private static async Task<LogEntry[]> EntriesAsync(Action<IServiceCollection> configure, params (string Name, Delegate Body)[] tools)
    {
        var known = new ServiceCollection();
        configure(known);
        await using var provider = known.BuildServiceProvider(); // which of the parameters are services
        await using var session = await Session.StartAsync(
            server =>
            {
                configure(server.Services);
                server.WithTools(tools.Select(tool => Given.Tool(tool.Name, tool.Body, options => options.Services = provider))).AddMcpSecurity();
            },
            new SessionSetup { Hosted = true, Settings = Written.Settings(""" "Paths": { "docs": { "Root": "." } } """) });

        return [.. session.Logs.From("McpSecure").Where(entry => entry.EventId.Id == 23)];
    }

    internal enum Level
    {
        Low,
        High,
    }

    internal interface IFeeds;

    internal interface IReader;

    internal sealed record Request(string CallbackUrl);

    internal sealed class Pages(HttpClient client)
    {
        public HttpClient Client { get; } = client;
    }

    internal sealed class Feeds(HttpClient client) : IFeeds
    {
        public HttpClient Client { get; } = client;
    }

    internal sealed class Reader(Pages pages) : IReader
    {
        public Pages Pages { get; } = pages;
    }

    internal sealed class Box<T>(T value)
    {
        public T Value { get; } = value;
    }

    internal sealed class WebTools(Pages pages)
    {
        [McpServerTool(Name = "web")]
        public string Get(string url) => url + pages.Client.BaseAddress;
    }
}
