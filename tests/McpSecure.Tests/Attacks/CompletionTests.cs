using System.ComponentModel.DataAnnotations;
using McpSecure.Authorization;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Attacks;

/// <summary>Completion tells values of what its <c>ref</c> names: only to who may use it.</summary>
public sealed class CompletionTests
{
    private const string SecretPrompt = """{"type":"ref/prompt","name":"secret"}""";
    private const string SecretTemplate = """{"type":"ref/resource","uri":"file:///{project}"}""";
    private const string SecretResource = """{"type":"ref/resource","uri":"mem://secret/a"}""";
    private readonly Ran _ran = new();

    [Theory]
    [InlineData(SecretPrompt, true)]
    [InlineData(SecretPrompt, false)]
    [InlineData(SecretTemplate, true)]
    [InlineData(SecretTemplate, false)]
    public async Task The_values_of_what_a_caller_may_not_use_stay_untold(string reference, bool guarded)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Guard<AuthorizationGuard>());

        var answer = await CompleteAsync(session, reference);

        Assert.Equal(!guarded, answer.GetRawText().Contains("Alpha", StringComparison.Ordinal));
        Assert.Equal(guarded, answer.TryGetProperty("error", out _));
    }

    [Theory]
    [InlineData("""{"type":"ref/prompt","name":"open"}""")]
    [InlineData("""{"type":"ref/resource","uri":"mem://open/{project}"}""")]
    public async Task The_values_of_what_he_may_use_are_told(string reference)
    {
        await using var session = await StartAsync(Without.Nothing);

        Assert.Contains("Alpha", (await CompleteAsync(session, reference)).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SecretPrompt, true)]
    [InlineData(SecretPrompt, false)]
    [InlineData(SecretResource, true)]
    [InlineData(SecretResource, false)]
    [InlineData("""{"type":"ref/prompt","name":"missing"}""", true)]
    [InlineData("""{"type":"ref/prompt","name":"missing"}""", false)]
    public async Task A_completion_handler_is_asked_only_about_what_the_caller_may_use(string reference, bool guarded)
    {
        await using var session = await StartAsync(guarded ? Without.Nothing : Without.Guard<AuthorizationGuard>());

        await CompleteAsync(session, reference);

        Assert.Equal(guarded ? [] : ["handler"], _ran.Entries);
    }

    private static Task<System.Text.Json.JsonElement> CompleteAsync(Session session, string reference) => session.ConnectRaw().RequestAsync(
        "completion/complete", $$"""{"ref":{{reference}},"argument":{"name":"project","value":""} }""");

    private Task<Session> StartAsync(Action<IServiceCollection> without) => Target.StartAsync(
        server => server
            .WithPrompts([Given.Prompt("open", Body), Given.Prompt("secret", Body)])
            .WithResources([Given.Resource("mem://open/{project}", Body), Given.Resource("file:///{project}", Body), Given.Resource("mem://secret/a", _ran)])
            .WithCompleteHandler((_, _) =>
            {
                _ran.Note("handler");
                return new(new CompleteResult());
            }),
        without);

    private static string Body([AllowedValues("Alpha", "Beta")] string project) => project;
}
