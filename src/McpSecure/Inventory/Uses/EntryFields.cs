using System.Buffers.Text;
using System.Text.Json;
using McpSecure.Calls;

namespace McpSecure.Inventory.Uses;

/// <summary>What a record of the journal says that the report asks for. Used again for each record: a journal may have millions.</summary>
/// <remarks>Arguments, results and digests are passed over unread.</remarks>
internal sealed class EntryFields
{
    public AuditEntryKind Kind { get; private set; }

    public Guid Call { get; private set; }

    /// <summary>Gets the call that this one goes on from; empty if it begins by itself.</summary>
    public Guid Resumes { get; private set; }

    /// <summary>Gets what the target names; none where nothing is used, as with completion.</summary>
    public PrimitiveKind Target { get; private set; }

    public string? Name { get; private set; }

    public string? User { get; private set; }

    public List<string> Roles { get; } = [];

    public bool IsRefused { get; private set; }

    public bool IsObserved { get; private set; }

    public long Count { get; private set; }

    /// <summary>Reads a record; <see langword="false"/> if it is none that a server writes.</summary>
    public bool TryRead(ReadOnlySpan<byte> record)
    {
        Clear();
        try
        {
            var reader = new Utf8JsonReader(record);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                Member(ref reader);
            }

            return Kind != AuditEntryKind.None;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return false; // InvalidOperationException: another kind of value, or half a surrogate pair
        }
    }

    private void Clear()
    {
        (Kind, Call, Resumes, Target, Name, User, IsRefused, IsObserved, Count) = (AuditEntryKind.None, Guid.Empty, Guid.Empty, PrimitiveKind.None, null, null, false, false, 0);
        Roles.Clear();
    }

    private void Member(ref Utf8JsonReader reader)
    {
        switch (NameOf(ref reader))
        {
            case Known.Kind:
                Kind = KindOf(ref reader);
                break;
            case Known.Call:
                Call = IdOf(ref reader);
                break;
            case Known.Resumes:
                Resumes = IdOf(ref reader);
                break;
            case Known.Method:
                Target = TargetOf(ref reader);
                break;
            case Known.Target:
                Name = reader.GetString();
                break;
            case Known.User:
                User = reader.GetString();
                break;
            case Known.Roles:
                ReadRoles(ref reader);
                break;
            case Known.Code:
                IsRefused = reader.TokenType == JsonTokenType.String;
                break;
            case Known.Observed:
                IsObserved = reader.GetBoolean();
                break;
            case Known.Count:
                Count = reader.GetInt64();
                break;
            default:
                reader.Skip();
                break;
        }
    }

    /// <summary>Which member it is; the reader then stands on its value.</summary>
    private static Known NameOf(ref Utf8JsonReader reader)
    {
        var known = reader.ValueTextEquals("kind"u8) ? Known.Kind
            : reader.ValueTextEquals("call"u8) ? Known.Call
            : reader.ValueTextEquals("resumes"u8) ? Known.Resumes
            : reader.ValueTextEquals("method"u8) ? Known.Method
            : reader.ValueTextEquals("target"u8) ? Known.Target
            : reader.ValueTextEquals("user"u8) ? Known.User
            : reader.ValueTextEquals("roles"u8) ? Known.Roles
            : reader.ValueTextEquals("code"u8) ? Known.Code
            : reader.ValueTextEquals("observed"u8) ? Known.Observed
            : reader.ValueTextEquals("count"u8) ? Known.Count
            : Known.Other;
        return reader.Read() ? known : Known.Other;
    }

    private static AuditEntryKind KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("intent"u8) ? AuditEntryKind.Intent
        : reader.ValueTextEquals("outcome"u8) ? AuditEntryKind.Outcome
        : reader.ValueTextEquals("suspended"u8) ? AuditEntryKind.Suspended
        : reader.ValueTextEquals("refusal"u8) ? AuditEntryKind.Refusal
        : reader.ValueTextEquals("summary"u8) ? AuditEntryKind.Summary
        : AuditEntryKind.None;

    private static PrimitiveKind TargetOf(ref Utf8JsonReader reader) => reader.GetString() switch
    {
        Methods.CallTool => PrimitiveKind.Tool,
        Methods.GetPrompt => PrimitiveKind.Prompt,
        Methods.ReadResource or Methods.Subscribe or Methods.Listen => PrimitiveKind.Resource,
        _ => PrimitiveKind.None,
    };

    private static Guid IdOf(ref Utf8JsonReader reader) =>
        !reader.HasValueSequence && Utf8Parser.TryParse(reader.ValueSpan, out Guid id, out var length, 'N') && length == reader.ValueSpan.Length ? id : Guid.Empty;

    private void ReadRoles(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException();
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.GetString() is { } role && !Roles.Contains(role))
            {
                Roles.Add(role);
            }
        }
    }

    private enum Known
    {
        Other,
        Kind,
        Call,
        Resumes,
        Method,
        Target,
        User,
        Roles,
        Code,
        Observed,
        Count,
    }
}
