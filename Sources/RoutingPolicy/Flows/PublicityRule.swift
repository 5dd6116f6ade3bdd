/// How public the records of data sets are that do not say so themselves.
package struct PublicityRule: Sendable, Hashable {
    /// How public they are.
    package let publicity: Publicity
    /// Wire names of the data sets.
    package let datasets: [String]
    /// Where the rule comes from, for people.
    package let source: String

    /// A rule as declared in the flow table.
    package init(publicity: Publicity, datasets: [String], source: String) {
        self.publicity = publicity
        self.datasets = datasets
        self.source = source
    }
}
