/// What a proof needs to know of one data set: from its contract, not from the flow table.
package struct DatasetProfile: Sendable, Hashable {
    /// Wire name.
    package let name: String
    /// What kind of data it holds.
    package let nature: DatasetNature
    /// Wire names of its fields.
    package let fields: Set<String>
    /// Those of them that hold numbers of identity cards, by their identifier rule.
    package let identityNumbers: Set<String>

    /// The data set `name` with `fields`.
    package init(name: String, nature: DatasetNature, fields: Set<String>, identityNumbers: Set<String>) {
        self.name = name
        self.nature = nature
        self.fields = fields
        self.identityNumbers = identityNumbers
    }
}
