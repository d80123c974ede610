using static Tour.Expectation;

namespace Tour;

/// <summary>The part of the script that attacks what the tools run: git, SQL and HTTP.</summary>
internal static partial class Script
{
    private const string CommandRefused = "command_refused";
    private const string SqlRefused = "sql_refused";
    private const string EgressRefused = "egress_refused";

    /// <remarks>The repository has a configuration that makes git start a program; see <see cref="GitTrap"/>.</remarks>
    private static IEnumerable<Step> History() => !GitTrap.IsPossible ? [] :
    [
        ForAll("git_log", Tool("git_log", ("limit", 5)), Runs),
        ForAll($"git_log {Damage.OptionText}", Tool("git_log", ("path", Damage.OptionText)), Runs), // a path that has no commit
        ForAll("git_log ../..", Tool("git_log", ("path", "../..")), Refused(PathRefused)),
    ];

    private static IEnumerable<Step> Notes() =>
    [
        new("add_note whose body ends the statement",
            Tool("add_note", ("title", "Shopping"), ("body", "x', ''); drop table notes; --")), Hidden, Runs, Runs),
        ForAll($"search_notes {Damage.SqlText}", Tool("search_notes", ("text", Damage.SqlText)), Runs), // a text that no note holds
        ForAll("query_notes select count(*) from notes", Tool("query_notes", ("sql", "select count(*) as notes from notes")), Runs),
        ForAll("query_notes delete from notes", Tool("query_notes", ("sql", "delete from notes")), Refused(SqlRefused)),
        ForAll("query_notes with a second statement", Tool("query_notes", ("sql", "select 1; drop table notes")), Refused(SqlRefused)),
        ForAll("query_notes attach database", Tool("query_notes", ("sql", "attach database 'marker' as other")), Refused(SqlRefused)),
        ForAll("query_notes vacuum into", Tool("query_notes", ("sql", "vacuum into 'marker'")), Refused(SqlRefused)),
        ForAll("query_notes load_extension", Tool("query_notes", ("sql", "select load_extension('marker')")), Refused(SqlRefused)),
        ForAll("query_notes that never ends",
            Tool("query_notes", ("sql", "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n")), Refused(SqlRefused)),
    ];

    private static IEnumerable<Step> Pages() =>
    [
        Fetch("a page that the operator has opened", $"http://localhost:{Neighbours.Page.Port}/", Runs),
        Fetch("of this machine, by its address", $"http://127.0.0.1:{Neighbours.Secret.Port}/", Refused(EgressRefused)),
        Fetch("of this machine, as one number", $"http://2130706433:{Neighbours.Secret.Port}/", Refused(EgressRefused)),
        Fetch("of this machine, as IPv6", $"http://[::ffff:127.0.0.1]:{Neighbours.Secret.Port}/", Refused(EgressRefused)),
        Fetch("by a redirect to this machine", $"http://localhost:{Neighbours.Trap.Port}/", Refused(EgressRefused)),
        Fetch("of a metadata service", "http://169.254.169.254/latest/meta-data/", Refused(EgressRefused)),
        Fetch("that is a file", "file:///etc/passwd", Refused(EgressRefused)),
    ];

    private static Step Fetch(string what, string url, Expectation expectation) =>
        new($"fetch_page {what}", Tool("fetch_page", ("url", url)), Hidden, expectation, expectation);
}
