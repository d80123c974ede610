namespace McpSecure.Schemas.Evaluation;

/// <summary>What arrays and their items have to be.</summary>
internal sealed class ArrayRules
{
    public int Least;
    public int Most = int.MaxValue;
    public SchemaNode[] Prefix = [];

    /// <summary>For items after the prefix.</summary>
    public SchemaNode? Items;

    /// <summary>Which keyword said so: <c>items</c>, or <c>additionalItems</c>.</summary>
    public string ItemsKeyword = "items";
    public SchemaNode? Contains;
    public int LeastContained = 1;
    public int MostContained = int.MaxValue;

    /// <summary>Whether <c>contains</c> counts as evaluating: since 2020-12.</summary>
    public bool ContainsEvaluates;
    public bool AreUnique;
}
