/// One edition as it was read and as it was compiled.
struct LoadedEdition {
    /// What the files say; contracts in the order of their numbers.
    let definition: EditionDefinition
    /// The compiled contracts, in the same order.
    let programs: [ContractProgram]
    /// The other accepted versions of contracts, in the order of numbers and versions.
    let versions: [ContractProgram]
}
