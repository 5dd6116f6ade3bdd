/// One profile as it was read and as it was compiled.
struct LoadedProfile {
    /// What `profile.json` says.
    let definition: ProfileDefinition
    /// The edition with everything that the profile changes.
    let edition: EditionDefinition
    /// The compiled contracts, in the order of the edition.
    let programs: [ContractProgram]
    /// The other versions of contracts.
    let versions: [ContractProgram]
}
