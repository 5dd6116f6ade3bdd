/// Which record states which fact, and about which sections.
package struct FactRule: Sendable, Hashable {
    /// Wire name of the data set whose acceptance states the fact.
    package let dataset: String
    /// The fact.
    package let fact: CaseFact
    /// The field that names the sections (several codes are separated by `;`).
    package let sections: String

    /// A rule as declared in the flow table.
    package init(dataset: String, fact: CaseFact, sections: String) {
        self.dataset = dataset
        self.fact = fact
        self.sections = sections
    }
}
