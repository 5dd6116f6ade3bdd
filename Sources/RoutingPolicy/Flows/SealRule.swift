/// A data set that must not leave its sender before a fact about its section is known.
package struct SealRule: Sendable, Hashable {
    /// The facts that may end a seal, in the order in which they come true: what follows from registration, or rests,
    /// releases nothing.
    package static let releasing: [CaseFact] = [.opened, .publicised, .settled]

    /// Wire name of the sealed data set.
    package let dataset: String
    /// The fact that releases it; the clock alone never does (openings are postponed).
    package let until: CaseFact
    /// The field that names its section.
    package let section: String
    /// Where the rule comes from, for people.
    package let source: String
    /// The roles to whose platforms it may go before, encrypted for one of them; empty for none, which is the default.
    package let encrypted: Set<ExchangeRole>

    /// A rule as declared in the flow table.
    package init(dataset: String, until: CaseFact, section: String, source: String, encrypted: Set<ExchangeRole> = []) {
        self.dataset = dataset
        self.until = until
        self.section = section
        self.source = source
        self.encrypted = encrypted
    }

    /// What is named to no purpose in ``encrypted``: the roles but trading's that `isReached` does not reach. Who names all
    /// adjacent systems, which the table writes as `adjacent`, means those that are reached, and there has to be one.
    func unreached(_ isReached: (ExchangeRole) -> Bool) -> [ExchangeRole] {
        let named = ExchangeRole.allCases.filter { encrypted.contains($0) && $0 != .trading }
        let adjacent = ExchangeRole.roles(of: .adjacent)
        guard encrypted.isSuperset(of: adjacent), adjacent.contains(where: isReached) else {
            return named.filter { !isReached($0) }
        }
        return named.filter { $0.plane != .adjacent && !isReached($0) }
    }
}
