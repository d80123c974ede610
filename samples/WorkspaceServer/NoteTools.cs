using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ModelContextProtocol.Server;

namespace WorkspaceServer;

/// <summary>Notes in a database, and questions about them in SQL that a model writes.</summary>
[McpServerToolType]
internal static class NoteTools
{
    [McpServerTool(Name = "search_notes", ReadOnly = true)]
    [Description("Finds the notes that hold a text, in their title or their body.")]
    public static Task<string> SearchNotesAsync(
        Notes notes,
        [Description("The text to look for; case makes no difference."), StringLength(Notes.MaxTitleLength, MinimumLength = 1)] string text,
        CancellationToken cancellationToken) => notes.SearchAsync(text, cancellationToken);

    [McpServerTool(Name = "add_note", Destructive = false)]
    [Description("Adds a note.")]
    public static Task<string> AddNoteAsync(
        Notes notes,
        [Description("What it is about."), StringLength(Notes.MaxTitleLength, MinimumLength = 1)] string title,
        [Description("The note."), MaxLength(Notes.MaxBodyLength)] string body,
        CancellationToken cancellationToken) => notes.AddAsync(title, body, cancellationToken);

    [McpServerTool(Name = "query_notes", ReadOnly = true)]
    [Description("Answers a question about the notes: one SELECT of SQLite over the table notes (id, title, body, created). It can only read.")]
    public static Task<string> QueryNotesAsync(
        Notes notes,
        [Description("The statement: select count(*) from notes where created >= '2026-01-01'"), StringLength(Notes.MaxQueryLength, MinimumLength = 1)]
        string sql,
        CancellationToken cancellationToken) => notes.QueryAsync(sql, cancellationToken);
}
