using System.Diagnostics;
using System.Diagnostics.Metrics;
using McpSecure.Calls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace McpSecure.Audit;

/// <summary>Makes one record for each message that reaches McpSecure: a span, two measurements and a log event.</summary>
internal sealed partial class AuditTrail
{
    private const string SpanName = "mcpsecure.message";
    private const int MostOfRoles = 1000;

    private static readonly ActivitySource Source = new(
        McpSecurityTelemetry.ActivitySourceName, typeof(AuditTrail).Assembly.GetName().Version?.ToString(3));

    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly LogBudget _budget;
    private readonly ICallWatch _watch;
    private readonly bool _trustsRemoteParent;
    private readonly Counter<long> _messages;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _approvals;

    public AuditTrail(ILoggerFactory loggers, IMeterFactory meters, TimeProvider time, IOptions<McpSecurityOptions> options, ICallWatch watch)
    {
        _logger = loggers.CreateLogger(McpSecurityTelemetry.LogCategory);
        _time = time;
        _watch = watch;
        _budget = new LogBudget(time);
        _trustsRemoteParent = options.Value.TrustRemoteParent;
        var meter = meters.Create(McpSecurityTelemetry.MeterName, Source.Version);
        _messages = meter.CreateCounter<long>("mcpsecure.messages", "{message}", "Messages that reached McpSecure, by outcome.");
        _approvals = meter.CreateCounter<long>("mcpsecure.approvals", "{approval}", "Questions to a person, and what became of them.");
        _durations = meter.CreateHistogram(
            "mcp.server.operation.duration", "s", "From the first guard to the end of the message.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300] });
    }

    /// <summary>Begins the record. The span becomes the current one until the asynchronous method that called this returns.</summary>
    /// <param name="method">A known method, or <see cref="Wire.Other"/>.</param>
    /// <param name="sdk">The span that the SDK makes of the message, which ends with the record.</param>
    public AuditRecord Begin(string method, Activity? sdk = null)
    {
        if (sdk is { HasRemoteParent: true, TraceStateString: not null } && !_trustsRemoteParent)
        {
            sdk.TraceStateString = null; // free text of the client, which every span beneath would carry on
        }

        return new(this, method, StartSpan(), _time.GetTimestamp()) { Sdk = sdk };
    }

    public void Write(AuditRecord record)
    {
        var outcome = AuditNames.NameOf(record.Outcome);
        var code = record.Code is { } refused ? Wire.NameOf(refused) : null;
        if (_messages.Enabled)
        {
            _messages.Add(1, Tags(record, outcome, code));
        }

        if (_durations.Enabled)
        {
            _durations.Record(record.Elapsed(_time).TotalSeconds, TagsOfDuration(record, outcome));
        }

        // While the span is the current one: an alert is an event of it, and the log has its trace.
        Watch(record);
        try
        {
            WriteLog(record, outcome, code);
            if (record.Approval is { } approval)
            {
                WriteApproval(record, approval);
            }
        }
        finally
        {
            End(record, outcome, code);
        }
    }

    private static void End(AuditRecord record, string outcome, string? code)
    {
        if (record.Activity is { } activity)
        {
            AuditSpan.Fill(activity, record, outcome, code);
            activity.Dispose();
        }

        if (record.Sdk is { } sdk)
        {
            SdkSpan.End(sdk, record);
        }
    }

    private void Watch(AuditRecord record) => _watch.Observe(new CallFacts
    {
        Caller = record.Caller,
        Method = record.Method,
        Kind = record.Kind,
        Target = record.Target,
        Code = record.Code,
        Ending = record.Outcome,
        Time = _time.GetUtcNow(),
        Arguments = record.Call?.Arguments,
    });

    private void WriteApproval(AuditRecord record, ApprovalRecord approval)
    {
        var answer = AuditNames.NameOf(approval);
        if (_approvals.Enabled)
        {
            _approvals.Add(1, new KeyValuePair<string, object?>(AuditNames.Method, record.Method), new KeyValuePair<string, object?>(AuditNames.ApprovalAnswer, answer));
        }

        if (!_logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var (caller, shown) = (NameOf(record.Caller), Convert.ToHexStringLower(approval.Shown));
        try
        {
            LogApproval(record.Method, record.Target ?? "-", answer, caller, approval.By, approval.Latency.TotalSeconds, shown);
        }
        catch (AggregateException)
        {
            // As above: the record stands, and the answer goes out.
        }
    }

    private void WriteLog(AuditRecord record, string outcome, string? code)
    {
        var level = AuditNames.LevelOf(record);
        if (!_logger.IsEnabled(level))
        {
            return;
        }

        var unlogged = 0L;
        if (record.Call is not { IsBegun: true } && level < LogLevel.Error && !_budget.TryTake(record.Caller, level, out unlogged))
        {
            return;
        }

        try
        {
            if (unlogged > 0)
            {
                LogUnlogged(unlogged);
            }

            Log(level, record, outcome, code);
        }
        catch (AggregateException)
        {
            // So a logger says that a provider threw, a full disk for example. The other providers have the record, and it has been
            // measured; thrown on, it would take the answer of the client with it.
        }
    }

    /// <summary>
    /// A client that says "not sampled" must not switch off its own audit: then the span starts a trace of its own, linked to the client's.
    /// </summary>
    private Activity? StartSpan()
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var current = Activity.Current;
        if (_trustsRemoteParent || current is null || current.Recorded || !IsRemotelyParented(current))
        {
            return Source.StartActivity(SpanName);
        }

        Activity.Current = null;
        var own = Source.StartActivity(SpanName, ActivityKind.Internal, parentContext: default, links: [new ActivityLink(current.Context)]);
        if (own is null)
        {
            Activity.Current = current;
        }

        return own;
    }

    private static bool IsRemotelyParented(Activity activity)
    {
        for (var ancestor = activity; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor.HasRemoteParent)
            {
                return true;
            }
        }

        return false;
    }

    private static TagList TagsOfDuration(AuditRecord record, string outcome)
    {
        var tags = new TagList { { AuditNames.Method, record.Method }, { AuditNames.Outcome, outcome } };
        if (record.Kind == PrimitiveKind.Tool)
        {
            tags.Add(AuditNames.Tool, record.Target);
        }

        if (AuditNames.ErrorOf(record) is { } error)
        {
            tags.Add(AuditNames.ErrorType, error);
        }

        return tags;
    }

    private static TagList Tags(AuditRecord record, string outcome, string? code)
    {
        var tags = new TagList { { AuditNames.Method, record.Method }, { AuditNames.Outcome, outcome } };
        if (code is not null)
        {
            tags.Add(AuditNames.Code, code);
            tags.Add(AuditNames.Guard, record.Guard);
        }

        if (record.Kind == PrimitiveKind.Tool)
        {
            tags.Add(AuditNames.Tool, record.Target);
        }

        return tags;
    }

    private void Log(LogLevel level, AuditRecord record, string outcome, string? code)
    {
        var target = record.Target ?? "-";
        var caller = NameOf(record.Caller);
        var roles = Echo.Of(string.Join(',', record.Caller.Roles), MostOfRoles);
        var decidedBy = record.Decision.DecidedBy ?? "-";
        if (code is null)
        {
            LogEnded(level, record.Method, target, outcome, caller, roles, decidedBy, record.Decision.Observed, record.ErrorType ?? "-");
        }
        else
        {
            LogRefused(level, record.Exception, record.Method, target, outcome, code, record.Guard, caller, roles, decidedBy);
        }
    }

    /// <summary>On one line: whoever gives out identities may let people choose what theirs says.</summary>
    private static string NameOf(Caller caller) => caller.Subject is { } subject ? Echo.Of(subject) : "anonymous";

    [LoggerMessage(
        EventId = 1,
        EventName = "mcpsecure.message",
        SkipEnabledCheck = true,
        Message = "{Method} {Target} {Outcome} for {Caller} [{Roles}], decided by {DecidedBy}, observed {Observed}, error {Error}")]
    private partial void LogEnded(
        LogLevel level, string method, string target, string outcome, string caller, string roles, string decidedBy, bool observed,
        string error);

    [LoggerMessage(
        EventId = 2,
        EventName = "mcpsecure.refusal",
        SkipEnabledCheck = true,
        Message = "{Method} {Target} {Outcome} for {Caller} [{Roles}] by {Guard}: {Code}, decided by {DecidedBy}")]
    private partial void LogRefused(
        LogLevel level, Exception? exception, string method, string target, string outcome, string code, string? guard, string caller,
        string roles, string decidedBy);

    [LoggerMessage(
        EventId = 4,
        EventName = "mcpsecure.records_not_logged",
        Level = LogLevel.Warning,
        Message = "{Count} messages that ran nothing were not logged within a minute: there were too many. They are counted in mcpsecure.messages")]
    private partial void LogUnlogged(long count);

    [LoggerMessage(
        EventId = 3,
        EventName = "mcpsecure.approval",
        Level = LogLevel.Information,
        Message = "{Method} {Target} {Answer}, asked for {Caller} by {Asker}, after {Latency} s, shown {Shown}")]
    private partial void LogApproval(string method, string target, string answer, string caller, string asker, double latency, string shown);
}
