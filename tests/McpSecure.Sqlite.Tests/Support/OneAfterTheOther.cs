// While a statement is compiled that would take all memory, SQLite refuses memory to the whole process: see CompileLimit.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
