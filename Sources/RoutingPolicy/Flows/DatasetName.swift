/// A data set by number and wire name.
package struct DatasetName: Sendable, Hashable {
    /// Number in the national catalogue, for example 501.
    package let number: Int
    /// Wire name, for example `TENDER_PROJECT`.
    package let name: String

    /// The data set `number`, `name`.
    package init(number: Int, name: String) {
        self.number = number
        self.name = name
    }
}
