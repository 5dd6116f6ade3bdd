/// An entry of `index.<plane>` that is to be written: what is now so of a claim.
struct ClaimChange: NamedChange, Equatable {
    let name: ClaimName
    let state: IndexState

    var nameHash: UInt64 { name.short.low }

    func hasName(of other: ClaimChange) -> Bool { name == other.name }
}
