using System.Text.Json;

namespace McpSecure.Schemas;

/// <summary>A schema, ready to be asked about instances.</summary>
/// <remarks>
/// Implementations are safe for concurrent use. McpSecure takes an exception from any of these methods for a "no"; its own engine throws on
/// no instance.
/// </remarks>
public abstract class CompiledSchema
{
    /// <summary>Gets what the compiler noticed.</summary>
    /// <value>The default says nothing.</value>
    public virtual SchemaFacts Facts => SchemaFacts.None;

    /// <summary>Decides whether an instance is valid.</summary>
    /// <param name="instance">Any JSON value.</param>
    /// <returns><see langword="true"/> if every assertion holds within the budget.</returns>
    public abstract bool IsValid(JsonElement instance);

    /// <summary>Decides whether an object is valid that is given by its members.</summary>
    /// <param name="members">The members of the object.</param>
    /// <returns><see langword="true"/> if every assertion holds within the budget.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="members"/> is <see langword="null"/>.</exception>
    public virtual bool IsValid(IDictionary<string, JsonElement> members) => IsValid(SchemaInstance.Of(members));

    /// <summary>Finds out why an instance is not valid.</summary>
    /// <param name="instance">Any JSON value.</param>
    /// <param name="errors">Takes the errors until it is full.</param>
    public abstract void Explain(JsonElement instance, SchemaErrors errors);

    /// <summary>Finds out why an object is not valid that is given by its members.</summary>
    /// <param name="members">The members of the object.</param>
    /// <param name="errors">Takes the errors until it is full.</param>
    /// <exception cref="ArgumentNullException"><paramref name="members"/> is <see langword="null"/>.</exception>
    public virtual void Explain(IDictionary<string, JsonElement> members, SchemaErrors errors) => Explain(SchemaInstance.Of(members), errors);
}
