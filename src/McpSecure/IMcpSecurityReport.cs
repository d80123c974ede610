namespace McpSecure;

/// <summary>Makes the inventory for the regular review of permissions: who may use what, what of it was used, and what nobody needed. A singleton; thread-safe.</summary>
public interface IMcpSecurityReport
{
    /// <summary>Makes the report of the server as it is now, with what its journal tells, where one is configured.</summary>
    /// <param name="since">From when on the journal counts; <see langword="null"/> (the default) for all of it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// The report. A journal that cannot be read, or is not as it was written, throws nothing: <see cref="ReportedJournal.Problem"/> and
    /// <see cref="ReportedJournal.Fault"/> say so, and the rest of the report stands.
    /// </returns>
    /// <remarks>
    /// Reads the whole journal twice, once to verify it, and holds its thread meanwhile: some seconds for a million records. The memory for it does not depend on
    /// the length of the journal. Neither arguments nor results are in a report.
    /// </remarks>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    McpSecurityReport Create(DateTimeOffset? since = null, CancellationToken cancellationToken = default);

    /// <summary>Writes a report as Markdown for a person. Whatever somebody else has chosen stands in code spans, and characters that nobody sees are written out.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="report"/> is <see langword="null"/>.</exception>
    string ToMarkdown(McpSecurityReport report);

    /// <summary>Writes a report as JSON, in ASCII, as <c>mcpsecure report</c> and <see cref="AuditOptions.ReportFile"/> do.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="report"/> is <see langword="null"/>.</exception>
    string ToJson(McpSecurityReport report);
}
