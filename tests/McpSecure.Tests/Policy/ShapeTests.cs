using System.Reflection;
using System.Runtime.CompilerServices;
using McpSecure.Policy;
using Microsoft.Extensions.Configuration;

namespace McpSecure.Tests.Policy;

/// <summary>The shape that the raw section is checked against is written by hand: it has to be the options, both ways.</summary>
public sealed class ShapeTests
{
    private static readonly string[] CodeOnly = [nameof(McpSecurityOptions.LocalTransport), nameof(McpSecurityOptions.PolicyFiles)];

    [Fact]
    public void The_shape_and_the_option_classes_agree() => Assert.Empty(Differences(Shape.Policy, typeof(McpSecurityOptions), "McpSecurity"));

    [Fact]
    public void A_difference_would_be_noticed()
    {
        var access = new Shape.Choice(["Deny", "Allow"]);
        var shape = new Shape.Members(new(StringComparer.OrdinalIgnoreCase) { ["Access"] = access, ["Extra"] = new Shape.Text("x") });

        Assert.Equal(
            ["T has no Extra", "T:Access lacks or adds a name", "T:Uri is not in the shape"],
            Differences(shape, typeof(ResourceRuleOptions), "T").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_code_can_set_what_is_not_in_the_shape()
    {
        Assert.Equal(
            ["McpSecurity:LocalTransport is no setting; remove the line.", "McpSecurity:PolicyFiles is no setting; remove the line."],
            Written.Errors(""" "LocalTransport": true, "PolicyFiles": { "a": "b" } """));
        Assert.Null(Written.Options(""" "LocalTransport": true """).LocalTransport);
    }

    [Theory]
    [InlineData(typeof(McpSecurityOptions))]
    [InlineData(typeof(RoleOptions))]
    [InlineData(typeof(ToolOptions))]
    [InlineData(typeof(ToolRoleOptions))]
    [InlineData(typeof(ApprovalOptions))]
    [InlineData(typeof(AuditOptions))]
    [InlineData(typeof(McpSecure.Journal.JournalOptions))]
    [InlineData(typeof(LimitsOptions))]
    [InlineData(typeof(CallerLimitsOptions))]
    [InlineData(typeof(ServerLimitsOptions))]
    [InlineData(typeof(ArgumentRuleOptions))]
    [InlineData(typeof(ResourceRuleOptions))]
    [InlineData(typeof(MemberOptions))]
    [InlineData(typeof(PathRootOptions))]
    [InlineData(typeof(McpSecure.Execution.EgressOptions))]
    [InlineData(typeof(ToolPathOptions))]
    [InlineData(typeof(ToolRolePathOptions))]
    [InlineData(typeof(AlertOptions))]
    [InlineData(typeof(AlertHoursOptions))]
    public void Options_have_no_init_property_and_nothing_that_holds_more_to_replace(Type options)
    {
        foreach (var property in options.GetProperties())
        {
            var setter = property.SetMethod;
            Assert.False(setter?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true, property.Name);
            Assert.Equal(HoldsMore(property.PropertyType), setter is null);
        }
    }

    [Fact]
    public void The_strictest_value_of_every_setting_is_zero()
    {
        Assert.Equal(0, (int)Access.Deny);
        Assert.Equal(0, (int)SecurityMode.Enforce);
        Assert.Equal(0, (int)RefusalStyle.Hide);
        Assert.Equal(0, (int)UnknownNames.Refuse);
    }

    private static IEnumerable<string> Differences(Shape shape, Type type, string path) => shape switch
    {
        Shape.Members members => MemberDifferences(members, type, path),
        Shape.Map map when EntryType(type) is { } entry => Differences(map.Entry, entry, $"{path}:*"),
        Shape.Choice choice when Plain(type).IsEnum =>
            NamesOf(Plain(type)).SequenceEqual(choice.Names) ? [] : [$"{path} lacks or adds a name"],
        Shape.Text and not Shape.Choice when Plain(type) is { IsEnum: false } plain && (plain.IsPrimitive || plain == typeof(string) || plain == typeof(DateOnly) || plain == typeof(decimal)) => [],
        _ => [$"{path} is a {shape.GetType().Name} for {type}"],
    };

    private static IEnumerable<string> MemberDifferences(Shape.Members members, Type type, string path)
    {
        var properties = type.GetProperties().Where(property => !CodeOnly.Contains(property.Name)).ToDictionary(KeyOf);
        return
        [
            .. members.Known.Keys.Where(name => !properties.ContainsKey(name)).Select(name => $"{path} has no {name}"),
            .. properties.Keys.Where(name => !members.Known.ContainsKey(name)).Select(name => $"{path}:{name} is not in the shape"),
            .. members.Known.Where(member => properties.ContainsKey(member.Key))
                .SelectMany(member => Differences(member.Value, properties[member.Key].PropertyType, $"{path}:{member.Key}")),
        ];
    }

    /// <summary>What can be configured: None is what code has before anybody says anything.</summary>
    internal static string[] NamesOf(Type type) => [.. Enum.GetNames(type).Where(name => name != "None" || type == typeof(AuditLevel))];

    internal static string KeyOf(PropertyInfo property) => property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name;

    private static Type? EntryType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>) ? type.GetGenericArguments()[1] : null;

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    /// <summary>Collections, and options within options.</summary>
    private static bool HoldsMore(Type type) =>
        (type.IsGenericType && Nullable.GetUnderlyingType(type) is null) || type.Name.EndsWith("Options", StringComparison.Ordinal);
}
