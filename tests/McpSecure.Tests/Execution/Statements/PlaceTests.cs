using McpSecure.Execution;

namespace McpSecure.Tests.Execution.Statements;

/// <summary>Where a value cannot stand: inside what any engine reads as quoted or as a comment, or beside what it would become a part of.</summary>
public sealed class PlaceTests
{
    private const string Value = "v";

    public static TheoryData<string> Quoted => Names(QuotedOnes);

    public static TheoryData<string> Free => Names(FreeOnes);

    public static TheoryData<string> Glued => Names(GluedOnes);

    public static TheoryData<string> Unfinished => Names(UnfinishedOnes);

    public static TheoryData<string> Placeholders => Names(PlaceholderOnes);

    private static readonly Dictionary<string, Func<Sql>> QuotedOnes = new()
    {
        ["text"] = () => $"select '{Value}'",
        ["text with blanks"] = () => $"select ' {Value} '",
        ["pattern"] = () => $"select 1 where a like '%{Value}%'",
        ["doubled quote"] = () => $"select 'a'' {Value} '",
        ["three quotes"] = () => $"select ''' {Value} '",
        ["name"] = () => $"select \" {Value} \"",
        ["doubled name"] = () => $"select \"a\"\" {Value} \"",
        ["backticks"] = () => $"select ` {Value} `",
        ["brackets"] = () => $"select [ {Value} ]",
        ["array index"] = () => $"select a[ {Value} ]",
        ["escape text"] = () => $"select e'\\' {Value} '",
        ["escape text in capitals"] = () => $"select E'a\\' {Value} '",
        ["backslash for MySQL"] = () => $"select 'a\\' {Value} '",
        ["after a backslash that ends for others"] = () => $"select 1 where a like 'x' escape '\\' and b = {Value}",
        ["backslash in a name for MySQL"] = () => $"select \"a\\\" {Value} \"",
        ["dollars"] = () => $"select $$ {Value} $$",
        ["tag"] = () => $"select $a$ {Value} $a$",
        ["another tag inside"] = () => $"select $a$ $$ $b$ {Value} $a$",
        ["tag of letters beyond ASCII"] = () => $"select $é$ {Value} $é$",
        ["line comment"] = () => $"select 1 -- {Value}",
        ["line comment without a blank"] = () => $"select 1 --a {Value}",
        ["line comment of MySQL"] = () => $"select 1 # {Value}",
        ["operator that is a comment for MySQL"] = () => $"select a #> {Value}",
        ["line comment after a carriage return"] = () => $"select 1 -- a\r {Value}",
        ["quote after a carriage return"] = () => $"select 1 -- a\r ' \n {Value} '",
        ["block comment"] = () => $"select /* {Value} */ 1",
        ["nested comment"] = () => $"select /* /* */ {Value} */ 1",
        ["comment of MySQL"] = () => $"select /*! {Value} */ 1",
        ["hint"] = () => $"select /*+ {Value} */ 1",
        ["quote in a comment that is none for MySQL"] = () => $"select 1 --' \n, {Value} --'",
        ["over two values"] = () => $"select {1}, ' {Value} '",
        ["over a list"] = () => $"select 1 where 1 in {new[] { 1 }} and a = ' {Value} '",
    };

    private static readonly Dictionary<string, Func<Sql>> FreeOnes = new()
    {
        ["after a text"] = () => $"select 'a', {Value}",
        ["after doubled quotes"] = () => $"select 'a''b', {Value}, ''''",
        ["after a comment mark in a text"] = () => $"select '--', '/*', {Value}",
        ["after a name"] = () => $"select \"a\", {Value}",
        ["after brackets"] = () => $"select [a], `b`, {Value}",
        ["after a line comment"] = () => $"select 1 -- it's\n, {Value}",
        ["after a comment"] = () => $"select /* it's */ {Value}",
        ["after nested comments"] = () => $"select /* /* */ */ {Value}",
        ["after dollars"] = () => $"select $a$ its $a$, {Value}",
        ["cast"] = () => $"select {Value}::text, 'a'::text",
        ["dollars in a name"] = () => $"select a$b$c, {Value}",
        ["minus"] = () => $"select 1 - {Value}, -{Value}, 1 -{Value}",
        ["parentheses"] = () => $"select f({Value},{Value})",
        ["operators"] = () => $"select a @> {Value} and b <@ {Value} and c @@ {Value} and d->>{Value} and e={Value}||{Value}",
        ["braces"] = () => $"select '{{}}', {Value}",
        ["end of a comment"] = () => $"select {Value} -- end",
        ["semicolon of the author"] = () => $"delete from a where b = {Value}; delete from c where d = {Value}",
        ["assignment"] = () => $"update a set b = {Value}, c = {Value}",
        ["backslash at the end"] = () => $"select 1 where a like {Value} escape '\\'",
    };

    private static readonly Dictionary<string, Func<Sql>> GluedOnes = new()
    {
        ["after a word"] = () => $"select 1 limit{Value}",
        ["before a word"] = () => $"select {Value}from a",
        ["after a number"] = () => $"select 1{Value}",
        ["part of a name"] = () => $"select * from notes_{Value}",
        ["between"] = () => $"select a{Value}b",
        ["after a letter beyond ASCII"] = () => $"select é{Value}",
        ["two values"] = () => $"select {Value}{Value}",
        ["before a text"] = () => $"select {Value}'a'",
        ["after a text"] = () => $"select 'a'{Value}",
        ["after at"] = () => $"select @{Value}",
        ["after a colon"] = () => $"select :{Value}",
        ["after a cast"] = () => $"select a::{Value}",
        ["after a dollar"] = () => $"select ${Value}",
        ["name beside a name"] = () => $"select \"a\"{SqlIdentifier.OneOf("b", "b")}",
        ["name before a name"] = () => $"select {SqlIdentifier.OneOf("b", "b")}\"a\"",
        ["name before a word"] = () => $"select a from b order by {SqlIdentifier.OneOf("a", "a")}desc",
        ["part"] = () => $"select a{(Sql)$"b"}",
        ["word after a part"] = () => $"select {(Sql)$"b"}a",
        ["list"] = () => $"select 1 where a in{new[] { 1 }}",
    };

    private static readonly Dictionary<string, Func<Sql>> UnfinishedOnes = new()
    {
        ["text"] = () => $"select 'a",
        ["name"] = () => $"select \"a",
        ["brackets"] = () => $"select [a",
        ["backticks"] = () => $"select `a",
        ["dollars"] = () => $"select $$a",
        ["tag"] = () => $"select $a$ $b$",
        ["comment"] = () => $"select 1 /* a",
        ["nested comment"] = () => $"select 1 /* /* */",
        ["after a value"] = () => $"select {Value} '",
    };

    private static readonly Dictionary<string, Func<Sql>> PlaceholderOnes = new()
    {
        ["question mark"] = () => $"select ?",
        ["numbered question mark"] = () => $"select ?1, {Value}",
        ["colon"] = () => $"select :name",
        ["at"] = () => $"select @name",
        ["ours"] = () => $"select @p0, {Value}",
        ["dollar"] = () => $"select $1",
        ["dollar name"] = () => $"select $name",
        ["after a value"] = () => $"select {Value}, :name",
        ["after a quote"] = () => $"select 'a', :name",
    };

    [Theory]
    [MemberData(nameof(Quoted))]
    public void Refuses_a_value_in_quotes_or_comments(string name) => Assert.Equal(SqlRefusal.HoleInQuotes, Statement.RefusalOf(QuotedOnes[name]).Reason);

    [Theory]
    [MemberData(nameof(Free))]
    public void Takes_a_value_outside_of_them(string name)
    {
        var (text, values) = Statement.Of(FreeOnes[name]());

        Assert.Contains("@p0", text, StringComparison.Ordinal);
        Assert.All(values, value => Assert.Equal(Value, value));
    }

    [Theory]
    [MemberData(nameof(Glued))]
    public void Refuses_a_value_beside_what_it_would_become_a_part_of(string name) => Assert.Equal(SqlRefusal.HoleBesideText, Statement.RefusalOf(GluedOnes[name]).Reason);

    [Theory]
    [MemberData(nameof(Unfinished))]
    public void Refuses_a_statement_that_does_not_end(string name) => Assert.Equal(SqlRefusal.Unterminated, Statement.RefusalOf(UnfinishedOnes[name]).Reason);

    [Theory]
    [MemberData(nameof(Placeholders))]
    public void Refuses_a_placeholder_of_the_author(string name) => Assert.Equal(SqlRefusal.PlaceholderInText, Statement.RefusalOf(PlaceholderOnes[name]).Reason);

    private static TheoryData<string> Names(Dictionary<string, Func<Sql>> statements) => new(statements.Keys);
}
