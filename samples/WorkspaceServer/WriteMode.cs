using System.Text.Json.Serialization;

namespace WorkspaceServer;

/// <summary>What <c>write_file</c> does with a file that is already there.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WriteMode>))]
internal enum WriteMode
{
    /// <summary>Refuse. The default: nothing is lost by accident.</summary>
    [JsonStringEnumMemberName("create")]
    Create = 0,

    /// <summary>Replace it.</summary>
    [JsonStringEnumMemberName("overwrite")]
    Overwrite = 1,

    /// <summary>Add to its end.</summary>
    [JsonStringEnumMemberName("append")]
    Append = 2,
}
