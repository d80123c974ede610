using System.Text.Json.Serialization;

namespace McpSecure.Inventory;

/// <summary>How the report becomes JSON and back: by code that is generated, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(McpSecurityReport))]
[JsonSerializable(typeof(UnusedGrantList))]
internal sealed partial class ReportContext : JsonSerializerContext;
