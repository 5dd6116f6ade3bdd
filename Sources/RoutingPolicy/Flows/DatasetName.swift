/// A data set by number, where it has one, and wire name.
package struct DatasetName: Sendable, Hashable {
    /// Number in the national catalogue, for example 501; nil for a data set that has none.
    package let number: Int?
    /// Wire name, for example `TENDER_PROJECT`.
    package let name: String

    /// The data set `number`, `name`.
    package init(number: Int?, name: String) {
        self.number = number
        self.name = name
    }

    /// Number and name, or the name alone, for a person.
    package var text: String { number.map { "\($0) \(name)" } ?? name }
}
