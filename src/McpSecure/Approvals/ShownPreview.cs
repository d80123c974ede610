using System.Text;

namespace McpSecure.Approvals;

/// <summary>The effect of a call as the server computed it: lines of its own, each marked, since names of files and the like may stand in it.</summary>
internal static class ShownPreview
{
    /// <summary>UTF-16 code units that are shown at most, marks included.</summary>
    public const int MaximumLength = 2000;

    private const int MaximumLines = 40;
    private const string Mark = "> ";

    /// <summary>The lines.</summary>
    /// <exception cref="UnshowableCallException">It says nothing.</exception>
    public static string Of(string? preview)
    {
        if (string.IsNullOrWhiteSpace(preview))
        {
            throw new UnshowableCallException("The preview is empty.");
        }

        var all = preview.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        var lines = new StringBuilder();
        var leftOut = 0;
        for (var index = 0; index < all.Length; index++)
        {
            var room = leftOut > 0 || index >= MaximumLines ? 0 : MaximumLength - lines.Length - Mark.Length - 1;
            var shown = new ShownText(Math.Max(room, 0), isQuoted: false).Text(all[index]);
            leftOut += shown.LeftOut + (room > 0 ? 0 : 1);
            if (room > 0)
            {
                lines.Append(Mark).Append(shown).Append('\n');
            }
        }

        return leftOut == 0 ? $"{lines}" : $"{lines}(cut: {ShownText.Count(leftOut)} more characters)\n";
    }
}
