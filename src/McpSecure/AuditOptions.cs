using McpSecure.Journal;

namespace McpSecure;

/// <summary>What is kept of the calls, where, and what happens when that fails.</summary>
public sealed class AuditOptions
{
    /// <summary>Gets or sets how much is kept of a call.</summary>
    /// <value>
    /// The default is <see cref="AuditLevel.Digest"/>. <see cref="ToolOptions.AuditLevel"/> says otherwise for a tool; <see cref="RoleOptions.AuditLevel"/>
    /// can only ask for more.
    /// </value>
    public AuditLevel Level { get; set; } = AuditLevel.Digest;

    /// <summary>Gets or sets what becomes of a call that a sink cannot take.</summary>
    /// <value>The default is <see cref="AuditFailure.Refuse"/>. Without a journal and without an <see cref="IAuditSink"/> there is nothing to fail.</value>
    public AuditFailure OnFailure { get; set; }

    /// <summary>Gets or sets the file into which the server writes at its start who may use what, for <c>mcpsecure report</c>.</summary>
    /// <value>
    /// A file, absolute or relative to the application's own folder, outside of the journal's directory; replaced at each start, for its owner alone. The default is
    /// <see langword="null"/>: none. That it cannot be written is logged (event 50), and stops nothing.
    /// </value>
    public string? ReportFile { get; set; }

    /// <summary>Gets where the journal is, and what it promises.</summary>
    /// <value>Without a <see cref="JournalOptions.Directory"/> there is none.</value>
    public JournalOptions Journal { get; } = new();

    /// <summary>Gets or sets a value indicating whether the log gets a copy of every record of the journal, in the category <see cref="McpSecurityTelemetry.JournalLogCategory"/>.</summary>
    /// <value>
    /// The default is <see langword="false"/>. The log does not say whether it has a record; what has to be sure is an <see cref="IJournalReceiver"/>. Needs a journal.
    /// </value>
    public bool ForwardToLog { get; set; }

    /// <summary>Gets what is kept out of records and messages.</summary>
    /// <value>By default what McpSecure knows to be a secret; results leave as they are.</value>
    public RedactionOptions Redaction { get; } = new();

    /// <summary>Gets when the server says that somebody should look at its traffic.</summary>
    /// <value>By default what is sure is told to the log, to the metrics, and to every <see cref="IAlertSink"/>.</value>
    public AlertOptions Alerts { get; } = new();
}
