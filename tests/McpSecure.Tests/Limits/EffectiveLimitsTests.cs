using McpSecure.Limits;
using McpSecure.Policy;
using McpSecure.Tests.Policy;
using Microsoft.Extensions.Options;

namespace McpSecure.Tests.Limits;

/// <summary>What one call is held to: the widest across roles, the tightest across layers.</summary>
public sealed class EffectiveLimitsTests
{
    public static TheoryData<string> Settings => [.. LimitSettings.All.Where(setting => setting.Layer != LimitLayer.Server).Select(setting => setting.Name)];

    public static TheoryData<string> SettingsOfTools => [.. LimitSettings.All.Where(setting => setting.Layer == LimitLayer.Tool).Select(setting => setting.Name)];

    /// <summary>Every setting, so that a new one cannot be read from the configuration and then forgotten.</summary>
    [Theory]
    [MemberData(nameof(Settings))]
    public void The_widest_of_the_roles_counts_and_never_more_than_everybody_has(string setting)
    {
        var limits = Compile($$"""
            "Limits": { "{{setting}}": 50 },
            "Roles": {
              "tight": { "Limits": { "{{setting}}": 20 } }, "heir": { "Inherits": "tight" },
              "wide": { "Limits": { "{{setting}}": 40 } },
              "wider": { "Limits": { "{{setting}}": 60 } },
              "plain": {}
            }
            """);
        var isLongest = setting == nameof(CallerLimitsOptions.CoolDownSeconds); // the longer, the tighter

        Assert.Equal(isLongest ? 50 : 20, Read(limits.Of(Caller("tight")), setting));
        Assert.Equal(isLongest ? 50 : 20, Read(limits.Of(Caller("heir")), setting));
        Assert.Equal(isLongest ? 50 : 40, Read(limits.Of(Caller("tight", "wide")), setting));
        Assert.Equal(isLongest ? 60 : 50, Read(limits.Of(Caller("wider")), setting));
        Assert.Equal(50, Read(limits.Of(Caller("plain", "tight")), setting));
        Assert.Equal(50, Read(limits.Of(Caller("no such role")), setting));
    }

    [Theory]
    [MemberData(nameof(SettingsOfTools))]
    public void A_tool_tightens_and_widens_nothing(string setting)
    {
        var limits = Compile($$"""
            "Limits": { "{{setting}}": 50 },
            "Roles": { "user": { "Limits": { "{{setting}}": 40 } } },
            "Tools": { "tight": { "Limits": { "{{setting}}": 7 } }, "wide": { "Limits": { "{{setting}}": 60 } } }
            """);

        Assert.Equal(7, Read(limits.Of(Caller("user"), "tight"), setting));
        Assert.Equal(40, Read(limits.Of(Caller("user"), "wide"), setting));
        Assert.Equal(40, Read(limits.Of(Caller("user"), "other"), setting));
        Assert.Equal(50, Read(limits.Of(Caller(), tool: null), setting));
    }

    [Fact]
    public void Nothing_passes_by_default() => Assert.All(LimitSettings.All.Where(setting => setting.Layer != LimitLayer.Server), setting => Assert.Equal(0, Read(default, setting.Name)));

    private static int Read(CallLimits limits, string setting) => (int)typeof(CallLimits).GetProperty(setting)!.GetValue(limits)!;

    private static Caller Caller(params string[] roles) => new() { Roles = roles };

    private static EffectiveLimits Compile(string section) => new(Options.Create(Written.Options(section)));
}
