namespace McpSecure.Tests.Packaging;

/// <summary>Compiles, and so runs when the tests that count seconds are through.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Packing : ICollectionFixture<PackedLibrary>
{
    public const string Name = "package";
}
