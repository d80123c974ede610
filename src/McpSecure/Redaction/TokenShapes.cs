using System.Buffers;

namespace McpSecure.Redaction;

/// <summary>Keys and tokens that those who issue them begin with a text of their own.</summary>
internal static class TokenShapes
{
    private static readonly SearchValues<char> Upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> Word = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    private static readonly SearchValues<char> Dotted = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
    private static readonly SearchValues<char> Path = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/");

    /// <summary>Gets how each begins, how many characters of which kind follow, and how many of them, at least, without a mark between them.</summary>
    public static TokenShape[] All { get; } =
    [
        new("AKIA", 16, Upper), new("ASIA", 16, Upper), // AWS access key ids
        new("ghp_", 20, Word), new("gho_", 20, Word), new("ghu_", 20, Word), new("ghs_", 20, Dotted), new("ghr_", 20, Word), // GitHub
        new("github_pat_", 20, Word),
        new("glpat-", 16, Dotted), new("gldt-", 20, Word), new("glrt-", 20, Dotted), // GitLab
        new("xoxb-", 10, Word), new("xoxp-", 10, Word), new("xoxa-", 10, Word), new("xoxr-", 10, Word), new("xoxs-", 10, Word), new("xoxe.xox", 20, Dotted), // Slack
        new("xapp-", 20, Word), new("hooks.slack.com/services/", 24, Path),
        new("sk_live_", 16, Word), new("sk_test_", 16, Word), new("rk_live_", 16, Word), new("rk_test_", 16, Word), new("whsec_", 24, Plain), // Stripe
        new("AIza", 30, Word), new("GOCSPX-", 24, Word), new("ya29.", 24, Dotted), // Google
        new("npm_", 30, Plain),
        new("sk-", 20, Word, Run: 16, IsApart: true), // OpenAI, Anthropic and those who did as they did
        new("hf_", 30, Plain, IsApart: true), new("pypi-AgE", 50, Word), new("dckr_pat_", 20, Word), new("dop_v1_", 40, Plain), new("shpat_", 32, Plain), new("SG.", 40, Dotted),
    ];
}
