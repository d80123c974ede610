using System.Diagnostics;
using ModelContextProtocol.Client;

namespace Tour;

/// <summary>One role's way through the script, from the start of the server to its end.</summary>
/// <param name="Role">The role.</param>
/// <param name="Tools">The names in tools/list.</param>
/// <param name="Prompts">The names in prompts/list.</param>
/// <param name="Resources">The URIs in resources/list, and the templates.</param>
/// <param name="Attempts">What was tried, in order.</param>
/// <param name="Race">What came of the race; <see langword="null"/> where there can be none.</param>
/// <param name="Flood">What came of the flood.</param>
/// <param name="Marks">The files that an attack would have made.</param>
/// <param name="LeftWorkspace">Whether the server ended without deleting the temporary folder it had made.</param>
internal sealed record Visit(
    string Role,
    IReadOnlyList<string> Tools,
    IReadOnlyList<string> Prompts,
    IReadOnlyList<string> Resources,
    IReadOnlyList<Attempt> Attempts,
    Race? Race,
    Flood Flood,
    IReadOnlyList<string> Marks,
    bool LeftWorkspace)
{
    private static readonly ActivitySource Source = new("Tour");

    /// <summary>Goes through the script in one role.</summary>
    public static async Task<Visit> RunAsync(string role, Book book, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("tour-").FullName;
        try
        {
            return await RunAsync(role, folder, book, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Visit> RunAsync(string role, string folder, Book book, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> tools, prompts, resources;
        var taken = new List<(Step Step, Outcome Outcome, string Trace)>();
        Race? race = null;
        Flood flood;
        string[] marks;

        await using (var server = await ServerProcess.StartAsync(role, folder, book.Journal, cancellationToken))
        {
            (tools, prompts, resources) = await server.AskAsync("the lists", ListAsync, cancellationToken);
            var workspace = Directory.EnumerateDirectories(folder, "workspace-*").Single();
            if (Traps.IsPossible)
            {
                Traps.Set(workspace, Path.Join(folder, "outside"));
            }

            if (GitTrap.IsPossible)
            {
                await GitTrap.SetAsync(workspace, Path.Join(folder, "outside"), cancellationToken);
            }

            foreach (var step in Script.Steps)
            {
                taken.Add(await TakeAsync(step, server, cancellationToken));
            }

            race = Traps.IsPossible ? await Race.RunAsync(server, workspace, cancellationToken) : null;
            flood = await Flood.RunAsync(server, cancellationToken);
            book.Key = server.JournalKey ?? book.Key;
            marks = Directory.GetFiles(folder, GitTrap.Marker, SearchOption.AllDirectories);
        }

        // Only now: a span ends after its answer was sent, and the last one with the server.
        var spans = await Span.ReadAsync(ServerProcess.TraceFileIn(folder), cancellationToken);
        return new Visit(role, tools, prompts, resources,
            [.. taken.Select(one => new Attempt(one.Step, one.Step.For(role), one.Outcome, [.. spans[one.Trace]]))],
            race,
            flood,
            marks,
            Directory.EnumerateDirectories(folder, "workspace-*").Any());
    }

    private static async Task<(string[] Tools, string[] Prompts, string[] Resources)> ListAsync(
        McpClient client, CancellationToken cancellationToken)
    {
        var tools = await client.ListToolsAsync(cancellationToken: cancellationToken);
        var prompts = await client.ListPromptsAsync(cancellationToken: cancellationToken);
        var resources = await client.ListResourcesAsync(cancellationToken: cancellationToken);
        var templates = await client.ListResourceTemplatesAsync(cancellationToken: cancellationToken);
        return (
            [.. tools.Select(tool => tool.Name).Order(StringComparer.Ordinal)],
            [.. prompts.Select(prompt => prompt.Name).Order(StringComparer.Ordinal)],
            [.. resources.Select(resource => resource.Uri).Concat(templates.Select(template => template.UriTemplate))]);
    }

    /// <remarks>Each step is a trace of its own. The client hands the trace on, so the server's spans can be told apart by step.</remarks>
    private static async Task<(Step Step, Outcome Outcome, string Trace)> TakeAsync(
        Step step, ServerProcess server, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity(step.Title)
            ?? throw new InvalidOperationException("Nobody listens to the spans of the Tour: start a listener first.");
        return (step, await server.AskAsync(step.Title, step.TryAsync, cancellationToken), activity.TraceId.ToString());
    }
}
