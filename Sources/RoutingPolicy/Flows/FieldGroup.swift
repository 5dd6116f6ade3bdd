package import Core

/// Fields that are accounted for together when they are shown: of what kind is what a recipient sees.
package struct FieldGroup: Sendable, Hashable {
    /// Name in the accounts, for example `price`.
    package let id: String
    /// What it is called.
    package let name: BilingualText
    /// Its fields: wire names, or `<data set>/<wire name>` where a field means something else in one data set.
    package let fields: [String]

    /// The group `id` of `fields`.
    package init(id: String, name: BilingualText, fields: [String]) {
        self.id = id
        self.name = name
        self.fields = fields
    }
}
