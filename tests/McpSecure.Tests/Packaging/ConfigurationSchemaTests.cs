using System.Text.Json.Nodes;
using McpSecure.Policy;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Packaging;

/// <summary>What an editor knows of the section: written by hand, and equal to the options and to what the server checks.</summary>
public sealed class ConfigurationSchemaTests
{
    private static readonly string Text = Repository.Read("src/McpSecure/ConfigurationSchema.json");

    [Fact]
    public void The_schema_and_the_option_classes_agree() =>
        Assert.Empty(SchemaDifferences.From(typeof(McpSecurityOptions), Schema.OfPackage.Section, "McpSecurity"));

    [Fact]
    public void The_schema_and_the_check_of_the_server_agree() =>
        Assert.Empty(SchemaDifferences.From(Shape.Policy, Schema.OfPackage.Section, "McpSecurity"));

    [Theory]
    [InlineData("mcpSecurity", "properties/Extra", """{ "type": "string" }""", "McpSecurity:Extra is only in the schema")]
    [InlineData("mcpSecurityRole", "properties/Prompts", null, "McpSecurity:Roles:*:Prompts is not in the schema")]
    [InlineData("mcpSecurityTool", "additionalProperties", "true", "McpSecurity:Tools:* takes any key")]
    [InlineData("mcpSecurityMember", "additionalProperties", null, "McpSecurity:Roles:*:Members:* takes any key")]
    [InlineData("mcpSecurityAccess", "enum", """["Deny", "Allow"]""", "McpSecurity:AllowedMethods:* offers Deny, Allow instead of Deny, Ask, Allow")]
    [InlineData("mcpSecurity", "properties/Mode/enum", """["Enforce", "Observe", "Off"]""", "McpSecurity:Mode offers Enforce, Observe, Off instead of Enforce, Observe")]
    public void A_difference_in_the_schema_would_be_noticed(string definition, string path, string? value, string expected)
    {
        var schema = Planted(definition, path, value).Section;

        Assert.Contains(expected, SchemaDifferences.From(typeof(McpSecurityOptions), schema, "McpSecurity"));
        Assert.Contains(expected, SchemaDifferences.From(Shape.Policy, schema, "McpSecurity"));
    }

    [Theory]
    [InlineData("properties/Mode/default", "\"Observe\"", "McpSecurity:Mode has another default: Enforce")]
    [InlineData("properties/Mode/description", "\"Default: Observe.\"", "McpSecurity:Mode has another default: Enforce")]
    [InlineData("properties/LocalRole/default", "\"admin\"", "McpSecurity:LocalRole has another default: none")]
    [InlineData("properties/LocalRole/type", "\"boolean\"", "McpSecurity:LocalRole is no string")]
    public void A_default_or_type_that_the_class_does_not_have_would_be_noticed(string path, string value, string expected) =>
        Assert.Contains(expected, SchemaDifferences.From(typeof(McpSecurityOptions), Planted("mcpSecurity", path, value).Section, "McpSecurity"));

    [Fact]
    public void A_property_or_name_that_only_the_code_has_would_be_noticed()
    {
        var schema = Schema.Parse("""{"type":"object","additionalProperties":false,"properties":{"Access":{"enum":["Deny","Ask","Allow"]}}}""");
        var shape = new Shape.Members(new(StringComparer.OrdinalIgnoreCase) { ["Access"] = new Shape.Choice(["Deny"]), ["Extra"] = new Shape.Text("x") });

        Assert.Equal(
            ["T:Extra is not in the schema", "T:Access offers Deny, Ask, Allow instead of Never, Always"],
            SchemaDifferences.From(typeof(PlantedOptions), schema, "T"));
        Assert.Equal(
            ["T:Extra is not in the schema", "T:Access offers Deny, Ask, Allow instead of Deny"],
            SchemaDifferences.From(shape, schema, "T"));
    }

    [Fact]
    public void Every_key_has_one_description_with_its_default_and_every_definition_our_prefix()
    {
        Assert.All(Schema.OfPackage.Definitions, definition => Assert.StartsWith("mcpSecurity", definition.Key, StringComparison.Ordinal));
        var keys = Schema.OfPackage.Definitions.SelectMany(definition => definition.Value.Members.Select(definition.Value.Member)).ToArray();
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Contains("Default: ", key!.Value.Text("description"), StringComparison.Ordinal));
    }

    /// <summary>Draft 7 ignores what stands beside a <c>$ref</c>: a description there would never be shown.</summary>
    [Fact]
    public void A_reference_stands_alone() =>
        Assert.DoesNotContain(Objects(JsonNode.Parse(Text)), node => node.ContainsKey("$ref") && node.Count > 1);

    [Fact]
    public void Other_sections_of_the_file_are_not_our_business() => Assert.Empty(
        Documents.SchemaErrors("""{ "Logging": { "LogLevel": { "Default": "Warning" } }, "AllowedHosts": "*" }"""));

    [Theory]
    [MemberData(nameof(Valid))]
    public void What_is_valid_is_valid_for_the_editor_and_for_the_server(string section)
    {
        Assert.Empty(Documents.SchemaErrors(Written.Settings(section)));
        Assert.Empty(Documents.ServerErrors(Written.Settings(section)));
    }

    [Theory]
    [InlineData(""" "LocalRol": "reader" """, ":McpSecurity:LocalRol")] // a misspelt key
    [InlineData(""" "Roles": { "reader": { "Inherit": "guest" } } """, ":McpSecurity:Roles:reader:Inherit")]
    [InlineData(""" "Tools": { "read": { "Acess": "Deny" } } """, ":McpSecurity:Tools:read:Acess")]
    [InlineData(""" "Roles": { "reader": { "Tools": { "read": "Alow" } } } """, ":McpSecurity:Roles:reader:Tools:read")] // a misspelt value
    [InlineData(""" "Roles": { "reader": { "Tools": { "read": 2 } } } """, ":McpSecurity:Roles:reader:Tools:read")] // a number for a name
    [InlineData(""" "Roles": { "reader": { "Tools": { "read": null } } } """, ":McpSecurity:Roles:reader:Tools:read")] // nothing
    [InlineData(""" "Roles": { "reader": { "Tools": { "read": { "Access": "Deny" } } } } """, ":McpSecurity:Roles:reader:Tools:read")] // a shape of elsewhere
    [InlineData(""" "Roles": { "reader": { "Tools": ["read"] } } """, ":McpSecurity:Roles:reader:Tools")] // a list
    [InlineData(""" "Roles": { "reader": { "Tools": { "a*b": "Deny" } } } """, ":McpSecurity:Roles:reader:Tools:a*b")] // a wildcard within
    [InlineData(""" "Roles": { "reader": { "Tools": { "a**": "Deny" } } } """, ":McpSecurity:Roles:reader:Tools:a**")]
    [InlineData(""" "Tools": { "a*": { "Access": "Deny" } } """, ":McpSecurity:Tools:a*")]
    [InlineData(""" "Roles": { "reader": { "Tools": { "ns:read": "Deny" } } } """, ":McpSecurity:Roles:reader:Tools:ns:read")] // a colon
    [InlineData(""" "Roles": { "reader": { "Resources": { "a": { "Url": "docs://a" } } } } """, ":McpSecurity:Roles:reader:Resources:a:Url")]
    [InlineData(""" "Roles": { "reader": { "Members": { "a": "groups" } } } """, ":McpSecurity:Roles:reader:Members:a")]
    [InlineData(""" "Tools": { "read": { "Arguments": { "a": { "Equal": 5 } } } } """, ":McpSecurity:Tools:read:Arguments:a:Equal")]
    [InlineData(""" "Tools": { "read": { "Arguments": { "a": { "EqualTo": 5 } } } } """, ":McpSecurity:Tools:read:Arguments:a:EqualTo")] // the name in code
    [InlineData(""" "Tools": { "read": { "Arguments": { "a": { "Maximum": "much" } } } } """, ":McpSecurity:Tools:read:Arguments:a:Maximum")]
    [InlineData(""" "Tools": { "read": { "Arguments": { "a": { "MaxLength": 1.5 } } } } """, ":McpSecurity:Tools:read:Arguments:a:MaxLength")]
    [InlineData(""" "Tools": { "read": { "Arguments": { "a": { "OneOf": ["x"] } } } } """, ":McpSecurity:Tools:read:Arguments:a:OneOf")]
    [InlineData(""" "Tools": { "read": { "Arguments": { "a": { "OneOf": { "*": "Allow" } } } } } """, ":McpSecurity:Tools:read:Arguments:a:OneOf:*")]
    [InlineData(""" "Tools": { "read": { "Arguments": { "a": { "OneOf": { "x": "Yes" } } } } } """, ":McpSecurity:Tools:read:Arguments:a:OneOf:x")]
    [InlineData(""" "Tools": { "read": { "Arguments": ["a"] } } """, ":McpSecurity:Tools:read:Arguments")]
    [InlineData(""" "Roles": { "x": {} }, "Tools": { "read": { "Roles": { "x": { "Access": "Deny" } } } } """, ":McpSecurity:Tools:read:Roles:x:Access")]
    [InlineData(""" "Paths": { "a b": { "Root": "/" } } """, ":McpSecurity:Paths:a b")]
    [InlineData(""" "Paths": { "a": { "Root": "/", "Access": "Write" } } """, ":McpSecurity:Paths:a:Access")]
    [InlineData(""" "Paths": { "a": { "Root": "/", "Access": "None" } } """, ":McpSecurity:Paths:a:Access")] // what code has before anybody says anything
    [InlineData(""" "Paths": { "a": { "Root": "/", "Names": "Native" } } """, ":McpSecurity:Paths:a:Names")]
    [InlineData(""" "Paths": { "a": { "Root": "/", "MaxReadBytes": "10 MB" } } """, ":McpSecurity:Paths:a:MaxReadBytes")]
    [InlineData(""" "Paths": { "a": { "Root": "/", "ProtectedNames": [".env"] } } """, ":McpSecurity:Paths:a:ProtectedNames")]
    [InlineData(""" "Paths": { "a": { "Root": "/", "ProtectedNames": { "a/b": true } } } """, ":McpSecurity:Paths:a:ProtectedNames:a/b")]
    [InlineData(""" "Tools": { "read": { "Paths": { "path": "docs" } } } """, ":McpSecurity:Tools:read:Paths:path")]
    [InlineData(""" "Roles": { "x": {} }, "Tools": { "read": { "Roles": { "x": { "Paths": { "path": { "Root": "docs" } } } } } } """, ":McpSecurity:Tools:read:Roles:x:Paths:path:Root")]
    [InlineData(""" "Egress": { "web": { "Host": { "a.example": true } } } """, ":McpSecurity:Egress:web:Host")]
    [InlineData(""" "Egress": { "web": { "Hosts": ["a.example"] } } """, ":McpSecurity:Egress:web:Hosts")]
    [InlineData(""" "Egress": { "web": { "Hosts": { "a.example": "yes" } } } """, ":McpSecurity:Egress:web:Hosts:a.example")]
    [InlineData(""" "Egress": { "web": { "Hosts": { "a.*.example": true } } } """, ":McpSecurity:Egress:web:Hosts:a.*.example")]
    [InlineData(""" "Egress": { "web": { "Hosts": { "https://a.example": true } } } """, ":McpSecurity:Egress:web:Hosts:https://a.example")]
    [InlineData(""" "Egress": { "web": { "InternalHosts": { "a.internal": true } } } """, ":McpSecurity:Egress:web:InternalHosts:a.internal")]
    [InlineData(""" "Egress": { "web": { "InternalHosts": { "*.internal": "10.0.0.0/8" } } } """, ":McpSecurity:Egress:web:InternalHosts:*.internal")]
    [InlineData(""" "Egress": { "web": { "Ports": [8443] } } """, ":McpSecurity:Egress:web:Ports")]
    [InlineData(""" "Egress": { "web": { "Ports": { "https": true } } } """, ":McpSecurity:Egress:web:Ports:https")]
    [InlineData(""" "Egress": { "web": { "TimeoutSeconds": 1.5 } } """, ":McpSecurity:Egress:web:TimeoutSeconds")]
    [InlineData(""" "Egress": { "web": { "MaxResponseBytes": "10 MB" } } """, ":McpSecurity:Egress:web:MaxResponseBytes")]
    [InlineData(""" "Mode": "7" """, ":McpSecurity:Mode")]
    [InlineData(""" "ObserveUntil": "24.12.2026" """, ":McpSecurity:ObserveUntil")]
    [InlineData(""" "ObserveUntil": "2026-13-01" """, ":McpSecurity:ObserveUntil")]
    [InlineData(""" "Refusals": "Hide,Explain" """, ":McpSecurity:Refusals")]
    [InlineData(""" "TrustRemoteParent": "yes" """, ":McpSecurity:TrustRemoteParent")]
    [InlineData(""" "RoleClaim": " " """, ":McpSecurity:RoleClaim")]
    [InlineData(""" "LocalTransport": true """, ":McpSecurity:LocalTransport")] // code only
    [InlineData(""" "PolicyFiles": { "a": "b" } """, ":McpSecurity:PolicyFiles")]
    public void What_is_a_mistake_is_one_for_the_editor_and_for_the_server(string section, string path)
    {
        Assert.Equal([path], Documents.SchemaErrors(Written.Settings(section)));
        Assert.NotEmpty(Documents.ServerErrors(Written.Settings(section)));
    }

    /// <summary>A file is one layer of several: what another may complete is no mistake in the editor.</summary>
    [Theory]
    [InlineData(""" "Roles": { "reader": { "Resources": { "handbook": { "Access": "Deny" } } } } """)]
    [InlineData(""" "LocalRole": "of another file" """)]
    [InlineData(""" "Mode": "Observe" """)]
    public void Only_the_server_knows_what_is_missing_when_all_files_are_read(string section)
    {
        Assert.Empty(Documents.SchemaErrors(Written.Settings(section)));
        Assert.NotEmpty(Documents.ServerErrors(Written.Settings(section)));
    }

    public static TheoryData<string> Valid() =>
    [
        "",
        """ "Roles": { "guest": {} }, "Tools": {}, "AllowedMethods": {} """,
        """
        "LocalRole": "reader", "AnonymousRole": "guest", "RoleClaim": "roles", "Mode": "Observe", "ObserveUntil": "2026-12-24",
        "Refusals": "Explain", "UnknownTools": "Warn", "TrustRemoteParent": true, "AllowedMethods": { "x/ping": "Allow", "x/pong": "Deny" },
        "Roles": {
          "guest": {},
          "reader": {
            "Inherits": "guest", "Tools": { "read": "Ask", "orders_*": "Allow", "*": "Deny" }, "Prompts": { "*": "Allow" },
            "Resources": { "a": { "Uri": "docs://a/**", "Access": "Ask" } }, "Members": { "m": { "Claim": "groups", "Value": "x" } }
          }
        },
        "Paths": {
          "all": {
            "Root": "/", "Access": "Read", "SymbolicLinks": "Deny", "HardLinks": "Deny", "CrossMounts": true, "MaxReadBytes": 5, "MaxWriteBytes": 0,
            "ProtectedNames": { ".env": false, "keys": true }
          }
        },
        "Egress": {
          "web": {
            "Hosts": { "api.example.com": true, "*.example.org": true, "old.example.org": false, "*": false }, "InternalHosts": { "billing.internal": "10.1.2.0/24, 10.1.3.4" },
            "AllowHttp": true, "Ports": { "8443": true, "80": false }, "MaxRedirects": 0, "MaxResponseBytes": 5, "TimeoutSeconds": 5, "ConnectTimeoutSeconds": 1
          }
        },
        "Tools": {
          "read": { "Access": "Ask" }, "write": {},
          "refund": {
            "Arguments": {
              "amount": { "Minimum": 0.01, "Maximum": 5000, "AskAbove": 100 }, "lines[*].text": { "Pattern": "[a-z]+", "MinLength": 1, "MaxLength": 9 },
              "lines": { "MaxItems": 3 }, "target.account": { "OneOf": { "sales": "Allow", "10": "Ask", "x": "Deny" } },
              "a": { "Equals": 5 }, "b": { "Equals": true }, "c": { "Equals": "x" }
            },
            "Roles": { "reader": { "Arguments": { "amount": { "Maximum": 10 } } }, "guest": {} }
          },
          "save": {
            "Paths": { "path": { "Root": "all", "Access": "Read", "MustExist": true }, "edits[*].path": { "Root": "all" } },
            "Roles": { "reader": { "Paths": { "path": { "Under": "drafts" } } } }
          }
        }
        """,
    ];

    private static Schema Planted(string definition, string path, string? value)
    {
        var document = JsonNode.Parse(Text)!;
        var parts = path.Split('/');
        var parent = parts[..^1].Aggregate(document["definitions"]![definition]!, (node, part) => node[part]!).AsObject();
        parent.Remove(parts[^1]);
        if (value is not null)
        {
            parent[parts[^1]] = JsonNode.Parse(value);
        }

        return Schema.Parse(document.ToJsonString());
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) =>
        node is JsonObject members ? members.SelectMany(member => Objects(member.Value)).Append(members) : [];

    private sealed class PlantedOptions
    {
        public PlantedAccess? Access { get; set; }

        public string? Extra { get; set; }
    }

    private enum PlantedAccess
    {
        Never,
        Always,
    }
}
