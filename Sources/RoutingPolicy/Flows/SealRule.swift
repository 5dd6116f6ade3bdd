/// A data set that must not leave its sender before a fact about its section is known.
package struct SealRule: Sendable, Hashable {
    /// The facts that may end a seal, in the order in which they come true: what follows from registration, or rests,
    /// releases nothing.
    static let releasing: [CaseFact] = [.opened, .publicised, .settled]

    /// Wire name of the sealed data set.
    package let dataset: String
    /// The fact that releases it; the clock alone never does (openings are postponed).
    package let until: CaseFact
    /// The field that names its section.
    package let section: String
    /// Where the rule comes from, for people.
    package let source: String
    /// The planes to whose platforms it may go before, encrypted for one of them; empty for none, which is the default.
    package let encrypted: Set<Plane>

    /// A rule as declared in the flow table.
    package init(dataset: String, until: CaseFact, section: String, source: String, encrypted: Set<Plane> = []) {
        self.dataset = dataset
        self.until = until
        self.section = section
        self.source = source
        self.encrypted = encrypted
    }
}
