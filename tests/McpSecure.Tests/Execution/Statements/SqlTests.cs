using System.Reflection;
using McpSecure.Execution;
using McpSecure.Tests.Support;
using Npgsql;

namespace McpSecure.Tests.Execution.Statements;

/// <summary>What is written between braces becomes a parameter, or is refused with the name of what stands there.</summary>
public sealed class SqlTests
{
    [Fact]
    public void A_value_becomes_a_parameter()
    {
        var title = "x' or 1=1 --";
        int? nothing = null;

        var (text, values) = Statement.Of($"select * from notes where title = {title} and id > {7} and body is not {nothing}");

        Assert.Equal("select * from notes where title = @p0 and id > @p1 and body is not @p2", text);
        Assert.Equal([title, 7, DBNull.Value], values);
    }

    [Fact]
    public void A_statement_without_values_is_one()
    {
        var (text, values) = Statement.Of($"select 1");

        Assert.Equal("select 1", text);
        Assert.Empty(values);
    }

    [Fact]
    public void An_enum_is_its_number_and_a_list_of_bytes_is_one_value()
    {
        var bytes = new byte[] { 1, 2 };

        var (_, values) = Statement.Of($"select {DayOfWeek.Friday}, {bytes}");

        Assert.Equal([5, bytes], values);
    }

    [Fact]
    public void A_list_becomes_its_values()
    {
        string[] titles = ["a"];

        var (text, values) = Statement.Of($"select * from notes where id in {new List<int> { 1, 2, 3 }} and title not in {titles}");

        Assert.Equal("select * from notes where id in (@p0,@p1,@p2) and title not in (@p3)", text);
        Assert.Equal([1, 2, 3, "a"], values);
    }

    [Theory]
    [MemberData(nameof(EmptyLists))]
    public void An_empty_list_is_a_query_without_rows_of_its_type(object list, object sample)
    {
        var (text, values) = Statement.Of($"select * from notes where id not in {list}");

        Assert.Equal("select * from notes where id not in (select @p0 where 1=0)", text);
        Assert.Equal([sample], values);
    }

    public static TheoryData<object, object> EmptyLists => new()
    {
        { Array.Empty<int>(), 0 }, { new List<long>(), 0L }, { new HashSet<string>(), "" }, { new List<Guid?>(), Guid.Empty }, { Array.Empty<DateTime>(), DateTime.UnixEpoch },
        { Enumerable.Empty<decimal>(), 0m }, { Array.Empty<bool>(), false }, { Array.Empty<double>(), 0d }, { new List<byte[]>(), Array.Empty<byte>() }, { Array.Empty<object>(), "" },
    };

    [Fact]
    public void A_list_of_500_is_taken_and_of_501_is_not_and_one_without_end_ends()
    {
        Assert.Equal(500, Statement.Of($"select 1 where 1 in {Enumerable.Range(0, 500)}").Values.Length);
        var endless = Endless();

        Assert.Equal(SqlRefusal.ListTooLong, Statement.RefusalOf(() => $"select 1 where 1 in {Enumerable.Range(0, 501)}").Reason);
        Assert.Equal("endless", Statement.RefusalOf(() => $"select 1 where 1 in {endless}").Hole);
    }

    [Fact]
    public void Refuses_a_list_that_is_null_or_in_parentheses_or_holds_lists()
    {
        int[]? none = null;
        int[] some = [1];
        int[][] lists = [[1]];
        Sql[] fragments = [$"x"];

        Assert.Equal(SqlRefusal.ListMisplaced, Statement.RefusalOf(() => $"select 1 where 1 in {none}").Reason);
        Assert.Equal(SqlRefusal.ListMisplaced, Statement.RefusalOf(() => $"select 1 where 1 not in ( {some})").Reason);
        Assert.Equal(SqlRefusal.ListMisplaced, Statement.RefusalOf(() => $"select 1 where 1 in {lists}").Reason);
        Assert.Equal(SqlRefusal.ListMisplaced, Statement.RefusalOf(() => $"select 1 where 1 in {fragments}").Reason);
    }

    [Fact]
    public void A_name_comes_from_a_list_and_is_quoted()
    {
        var (text, values) = Statement.Of($"select * from {SqlIdentifier.OneOf("a\"b", "x", "a\"b")}.{SqlIdentifier.OneOf("notes", "notes")} order by {SqlIdentifier.OneOf("title", "title")}");

        Assert.Equal("select * from \"a\"\"b\".\"notes\" order by \"title\"", text);
        Assert.Empty(values);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("Title")]
    [InlineData("title ")]
    [InlineData("title\"; drop table notes; --")]
    [InlineData("")]
    [InlineData(null)]
    public void Refuses_a_name_that_is_not_in_the_list(string? name)
    {
        var refusal = Assert.Throws<SqlRefusedException>(() => SqlIdentifier.OneOf(name!, "title", "body"));

        Assert.Equal(SqlRefusal.NameNotAllowed, refusal.Reason);
        Assert.Contains("title, body", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SqlIdentifier.OneOf("x"));
        Assert.Throws<ArgumentException>(() => SqlIdentifier.OneOf("title", "title", "a\0"));
    }

    [Fact]
    public void Parts_are_put_together_and_their_parameters_get_new_names()
    {
        int[] ids = [1, 2];
        Sql filter = $"title = {"a"} and id in {ids}";
        Sql nested = $"({filter}) or ({filter})";
        object boxed = filter;

        var (text, values) = Statement.Of($"select {0} from notes where {nested} and {boxed} limit {9}");

        Assert.Equal(
            "select @p0 from notes where  ( title = @p1 and id in (@p2,@p3) ) or ( title = @p4 and id in (@p5,@p6) )  and  title = @p7 and id in (@p8,@p9)  limit @p10", text);
        Assert.Equal([0, "a", 1, 2, "a", 1, 2, "a", 1, 2, 9], values);
        Assert.Equal("title = @p0 and id in (@p1,@p2)", filter.Text);
    }

    [Fact]
    public void Two_parts_make_no_comment_and_an_empty_one_is_nothing()
    {
        Sql dash = $"-";
        Sql nothing = $"";

        Assert.Equal("select 1  -  -  2", Statement.Of($"select 1 {dash}{dash} 2").Text);
        Assert.Equal("select 1 -   -2", Statement.Of($"select 1 -{nothing} -2").Text);
    }

    [Fact]
    public void Refuses_a_part_that_what_follows_would_be_a_part_of()
    {
        Sql comment = $"1 = 1 -- always";
        Sql backslash = $"a like 'x' escape '\\'";

        Assert.Equal(SqlRefusal.Unterminated, Statement.RefusalOf(() => $"select 1 where {comment} and id = 1").Reason);
        Assert.Equal(SqlRefusal.Unterminated, Statement.RefusalOf(() => $"select 1 where {backslash} and id = 1").Reason);
        Assert.Equal("a like 'x' escape '\\'", Statement.Of(backslash).Text);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("\\uD800")]
    [InlineData("a\\uDC00b")]
    [InlineData("\\uDC00\\uD800")]
    [InlineData("\\uD83D\\uDE00\\uD83D")]
    public void Refuses_a_text_that_the_driver_would_alter(string text)
    {
        var value = System.Text.RegularExpressions.Regex.Unescape(text);

        var refusal = Statement.RefusalOf(() => $"select {value}");

        Assert.Equal((SqlRefusal.ValueMalformed, "value"), (refusal.Reason, refusal.Hole));
        Assert.Equal(SqlRefusal.ValueMalformed, Statement.RefusalOf(() => $"select 1 where 'a' in {new[] { "a", value }}").Reason);
        Assert.Equal(SqlRefusal.ValueMalformed, Statement.RefusalOf(() => $"select {value[0]}, {value}").Reason);
    }

    [Fact]
    public void A_long_text_and_every_other_character_are_values_as_they_are()
    {
        var text = string.Concat(Enumerable.Range(1, 0xD7FF).Select(code => (char)code)) + "\U0001F600" + new string('x', 1_000_000);

        Assert.Equal([text], Statement.Of($"select {text}").Values);
    }

    /// <summary>The message may go to whoever sent the value.</summary>
    [Fact]
    public void A_refusal_names_the_hole_and_never_the_value()
    {
        var title = "hunter2";

        var refusal = Statement.RefusalOf(() => $"select * from notes where title = '{title}'");

        Assert.Equal((SqlRefusal.HoleInQuotes, "title"), (refusal.Reason, refusal.Hole));
        Assert.Contains("'title'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("remove the quotes", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(title, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A string that becomes a statement is what all this is against.</summary>
    [Fact]
    public void No_member_takes_a_string_for_a_statement_but_the_one_that_trusts_it_with_nothing()
    {
        var takers =
            from type in typeof(Sql).Assembly.GetExportedTypes()
            where type.Namespace == "McpSecure.Execution" && type.Name.StartsWith("Sql", StringComparison.Ordinal) && !typeof(Exception).IsAssignableFrom(type)
            from method in type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly).OfType<MethodBase>()
            where method.GetParameters().Any(parameter => parameter.ParameterType == typeof(string) && parameter.Name != "expression")
            select $"{type.Name}.{method.Name}";

        Assert.Equal(["Sql.AppendFormatted", "Sql.AppendLiteral", "SqlDatabase.QueryReadOnlyAsync", "SqlIdentifier.OneOf"], takers.Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(typeof(Sql).GetMethods(), method => method.Name is "op_Implicit" or "op_Explicit");
    }

    [Theory]
    [InlineData("Sql sql = text;")]
    [InlineData("Sql sql = (Sql)text;")]
    [InlineData("Sql sql = \"select 1\";")]
    [InlineData("Sql sql = $\"select 1\" + text;")]
    [InlineData("Sql sql = text + $\"select 1\";")]
    [InlineData("Sql sql = string.Format(\"select {0}\", text);")]
    [InlineData("Sql sql = (FormattableString)$\"select {text}\";")]
    [InlineData("Sql sql = $\"select {text:x}\";")]
    [InlineData("Sql sql = $\"select {text,5}\";")]
    [InlineData("Sql sql = $\"select {1:0.0}\";")]
    [InlineData("database.QueryAsync(text);")]
    [InlineData("database.ExecuteAsync(\"delete\" + text);")]
    public void What_makes_a_statement_of_a_string_does_not_compile(string statement)
    {
        string Program(string line) => $"using System; using McpSecure.Execution; class C {{ void M(SqlDatabase database, string text) {{ {line} }} }}";
        using var right = Compiler.Library(Program("Sql sql = $\"select {text}\" + $\" where 1 = {1}\"; database.QueryAsync($\"select {text}\");"));

        Assert.ThrowsAny<Exception>(() => Compiler.Library(Program(statement)));
    }

    [Fact]
    public void Calls_by_hand_make_no_statement()
    {
        var byHand = new Sql(0, 0);
        byHand.AppendLiteral("delete from notes");
        Assert.Throws<InvalidOperationException>(() => byHand.Text);

        Sql written = $"select {1}";
        written.AppendLiteral(" or 1=1");
        Assert.Throws<InvalidOperationException>(() => written.Text);

        Sql used = $"select {1}";
        Assert.Equal("select @p0", used.Text);
        Assert.Throws<InvalidOperationException>(() => used.AppendLiteral(" or 1=1"));
        Assert.Throws<InvalidOperationException>(() => used.AppendFormatted("x"));
    }

    [Fact]
    public void A_command_with_parameters_is_not_taken()
    {
        using var command = new NpgsqlCommand();
        command.Parameters.AddWithValue("@p0", 1);
        Sql sql = $"select {1}";

        Assert.Throws<ArgumentException>(() => sql.ApplyTo(command));
    }

    [Fact]
    public void The_text_can_be_recorded_because_it_holds_no_value()
    {
        Sql sql = $"select {"hunter2"}";

        Assert.Equal(("select @p0", "select @p0", 1), (sql.Text, sql.ToString(), sql.ParameterCount));
    }

    private static IEnumerable<int> Endless()
    {
        while (true)
        {
            yield return 1;
        }
    }
}
