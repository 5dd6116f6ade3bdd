/// Which record states or ends which facts, and about which sections.
package struct FactRule: Sendable, Hashable {
    /// Only records with one of these values in the field count.
    package struct Condition: Sendable, Hashable {
        /// The field.
        package let field: String
        /// The values that count.
        package let values: [String]

        /// `field` has one of `values`.
        package init(field: String, values: [String]) {
            self.field = field
            self.values = values
        }
    }

    /// Wire name of the data set.
    package let dataset: String
    /// The fact that its acceptance states; nil for none.
    package let fact: CaseFact?
    /// The facts that its acceptance ends: what was released before is sealed again.
    package let ends: [CaseFact]
    /// The field that names the sections (several codes are separated by `;`).
    package let sections: String
    /// What the record must say besides; nil for nothing.
    package let when: Condition?

    /// A rule as declared in the flow table.
    package init(
        dataset: String,
        fact: CaseFact?,
        ends: [CaseFact] = [],
        sections: String,
        when: Condition? = nil
    ) {
        self.dataset = dataset
        self.fact = fact
        self.ends = ends
        self.sections = sections
        self.when = when
    }
}
