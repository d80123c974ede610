using McpSecure.Files.Names;

namespace McpSecure.Files;

/// <content>Directories, and names in them.</content>
public sealed partial class SecureRoot
{
    /// <summary>Lists a directory. Links are listed and never followed; the pattern looks at names only, so it cannot leave the directory.</summary>
    /// <param name="path">The directory; <c>.</c> is the root itself.</param>
    /// <param name="pattern">Which names are listed: <c>*</c> stands for any text, <c>?</c> for one character. Case matters.</param>
    /// <param name="limits">How much is looked at; the defaults of <see cref="ListingLimits"/>, which enter no directory, if left out.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The entries, and whether they are all.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A limit has a value outside its bounds.</exception>
    /// <exception cref="PathRefusedException">The pattern holds a separator (<see cref="PathRefusal.MalformedPattern"/>), or the path was refused.</exception>
    public DirectoryListing Enumerate(
        UntrustedPath path, string pattern = "*", ListingLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        cancellationToken.ThrowIfCancellationRequested();
        limits ??= new ListingLimits();
        OptionsCheck.Check(limits);
        Done(NamePattern.TryParse(pattern, out var names));
        Done(_directory.List(Accepted(path, changes: false), names!, limits, out var listing, cancellationToken));
        return listing!;
    }

    /// <summary>Creates a directory, and those above it. What is there already stays.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="PathRefusedException">Something else has the name, or the path was refused. Directories above it may have been created.</exception>
    public void CreateDirectory(UntrustedPath path) => Done(_directory.CreateDirectory(Accepted(path, changes: true)));

    /// <summary>Deletes a file, a link itself (on Windows a link is refused), or an empty directory.</summary>
    /// <param name="path">What to delete.</param>
    /// <exception cref="PathRefusedException">Nothing is there, the directory is not empty, or the path was refused.</exception>
    public void Delete(UntrustedPath path) => Done(_directory.Delete(Accepted(path, changes: true)));

    /// <summary>Deletes a directory and all below it, without following a link.</summary>
    /// <param name="path">The directory; a file or a link is deleted as by <see cref="Delete"/>.</param>
    /// <param name="cancellationToken">Ends the deletion; some of it may be done.</param>
    /// <exception cref="PathRefusedException">
    /// Something below has a protected name or is another file system, and nothing was deleted; or deleting failed on the way.
    /// </exception>
    public void DeleteRecursive(UntrustedPath path, CancellationToken cancellationToken = default) =>
        Done(_directory.DeleteRecursive(Accepted(path, changes: true), cancellationToken));

    /// <summary>Gives a file, a link itself (on Windows a link is refused) or a directory another name, in one step.</summary>
    /// <param name="from">What to move. A directory that holds a protected name is refused.</param>
    /// <param name="to">The new path; its directory has to be there.</param>
    /// <param name="overwrite">Whether a file, or an empty directory, of that name is replaced.</param>
    /// <param name="cancellationToken">Ends the search for protected names; nothing was moved then.</param>
    /// <exception cref="PathRefusedException">
    /// Something has the name (<see cref="PathRefusal.Exists"/>), or a path was refused. Some network file systems cannot rename without
    /// overwriting, and report <see cref="PathRefusal.Other"/>.
    /// </exception>
    public void Move(UntrustedPath from, UntrustedPath to, bool overwrite = false, CancellationToken cancellationToken = default) =>
        Done(_directory.Move(Accepted(from, changes: true), Accepted(to, changes: true), overwrite, cancellationToken));
}
