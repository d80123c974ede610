using System.Diagnostics;
using System.Globalization;
using McpSecure.Calls;

namespace McpSecure.Audit;

/// <summary>
/// The span that the SDK makes of a message. Left to itself it tells names and URIs that the client made up, the text of exceptions, and all of a tool's error as
/// its status. It is ended here, with what may be told, before the SDK can write the rest on it.
/// </summary>
/// <remarks>The SDK writes its tags last of all, and none on a span that asks for no data. An exporter has been given the span by then, or holds it as it is.</remarks>
internal static class SdkSpan
{
    private const string RequestId = "jsonrpc.request.id";

    /// <summary>The span of the message that is being taken.</summary>
    /// <returns><see langword="null"/> if nobody listens.</returns>
    public static Activity? Current => Activity.Current is { Source.Name: McpSecurityTelemetry.SdkName } span ? span : null;

    /// <summary>The span of a question to the client, with what may be told of it. The client's answer, or its error, would be written on it at its end.</summary>
    /// <returns><see langword="null"/> if nobody listens.</returns>
    public static Activity? Asking(string method)
    {
        if (Current is not { IsAllDataRequested: true } span)
        {
            return null;
        }

        span.DisplayName = method;
        return span.SetTag(AuditNames.Method, method);
    }

    /// <summary>Ends it: the question is answered.</summary>
    public static void EndAsking(Activity? span, bool hasFailed)
    {
        if (span is null || span.IsStopped)
        {
            return;
        }

        if (hasFailed)
        {
            span.SetTag(AuditNames.ErrorType, Wire.Other).SetStatus(ActivityStatusCode.Error);
        }

        var current = Activity.Current; // that of the answer
        span.Stop();
        span.IsAllDataRequested = false;
        Activity.Current = current;
    }

    /// <summary>Whether it is what clients count or draw their requests by. Any other text is theirs to choose.</summary>
    private static bool IsNumber(string id) => long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) || Guid.TryParse(id, CultureInfo.InvariantCulture, out _);

    /// <summary>Ends it.</summary>
    public static void End(Activity span, AuditRecord record)
    {
        if (!span.IsAllDataRequested || span.IsStopped)
        {
            return;
        }

        if (span.GetTagItem(RequestId) is string id && !IsNumber(id))
        {
            span.SetTag(RequestId, null);
        }

        span.DisplayName = record.Kind is PrimitiveKind.Tool or PrimitiveKind.Prompt ? $"{record.Method} {record.Target}" : record.Method;
        AuditSpan.FillMessage(span, record);
        span.Stop();
        span.IsAllDataRequested = false;
    }
}
