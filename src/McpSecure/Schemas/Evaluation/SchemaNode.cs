namespace McpSecure.Schemas.Evaluation;

/// <summary>One compiled subschema. Nothing of it changes after compilation.</summary>
internal sealed class SchemaNode
{
    /// <summary>What can be valid, everything considered that is known without the value.</summary>
    public JsonTypes Types = JsonTypes.Any;

    /// <summary>What to look at beyond the type.</summary>
    public Plan Plan;

    /// <summary>What the keyword says, for explanations.</summary>
    public JsonTypes DeclaredTypes = JsonTypes.Any;

    /// <summary>The subschema that says all there is to say, if this one only refers to it.</summary>
    public SchemaNode? Target;

    public EnumRules? Enum;
    public EnumRules? Const;
    public NumberRules? Numbers;
    public StringRules? Strings;
    public ArrayRules? Arrays;
    public ObjectRules? Objects;
    public Applicators? Applicators;

    /// <summary>Whether a string has to be looked at.</summary>
    public bool ChecksStrings;

    /// <summary>Whether of a string nothing counts but its length.</summary>
    public bool ChecksLengthsOnly;

    /// <summary>Whether a number has to be looked at, be it only for being an integer.</summary>
    public bool ChecksNumbers;
}
