using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Tour;

/// <summary>Whoever sits in front of the client, and is asked.</summary>
internal static class Person
{
    /// <summary>Gets or sets a value indicating whether he agrees to the next question.</summary>
    public static bool Agrees { get; set; }

    /// <summary>Gets or sets what he was asked last; <see langword="null"/> if nothing.</summary>
    public static string? Question { get; set; }

    /// <summary>Reads, and answers.</summary>
    public static ValueTask<ElicitResult> AnswerAsync(ElicitRequestParams? question, CancellationToken cancellationToken)
    {
        Question = question?.Message;
        return new(Agrees
            ? new ElicitResult { Action = "accept", Content = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["approve"] = JsonElement.Parse("true") } }
            : new ElicitResult { Action = "decline" });
    }
}
