namespace McpSecure.Execution.Commands;

/// <summary>The words for what is wrong with a command: which value, and what would be right. Never the value.</summary>
internal static class Refused
{
    public const string WholeList = "A list is arguments of its own";
    public const string WholePath = "A path is an argument of its own, or directly follows a name with '=' as in --file={path}";

    public static CommandRefusedException Option(HoleName hole) => new(
        CommandRefusal.OptionInjection,
        $"The value {hole} begins like an option (with '-', '+', '@' or a dash), and the program could take it for one. Give a value that begins otherwise.",
        hole.Expression);

    public static CommandRefusedException OptionName(HoleName hole) => new(
        CommandRefusal.OptionInjection,
        $"The value {hole} would be a part of the name of an option. The command has to put it after '=', or into an argument of its own.",
        hole.Expression);

    public static CommandRefusedException Empty(HoleName hole) => new(
        CommandRefusal.Empty, $"The value {hole} is missing or empty. Give one.", hole.Expression);

    public static CommandRefusedException EmptyList(HoleName hole) => new(
        CommandRefusal.Empty, $"The list {hole} is missing or empty. Give at least one element.", hole.Expression);

    public static CommandRefusedException TooLong(HoleName? hole, string how) => new(
        CommandRefusal.TooLong, hole is { } name ? $"The value {name} is too long: {how}." : $"The command is too long: {how}.", hole?.Expression);

    public static CommandRefusedException Template(string fault, string? expression = null) => new(
        CommandRefusal.Template, $"The command is wrong as it stands in the source of the tool, whatever the values are. {fault}", expression);

    public static CommandRefusedException Text(CommandRefusal reason, HoleName hole) => reason == CommandRefusal.Malformed
        ? new(reason, $"The value {hole} is no valid Unicode text: it holds half of a surrogate pair.", hole.Expression)
        : new(reason, $"The value {hole} holds a control character. Give plain text of one line.", hole.Expression);
}
