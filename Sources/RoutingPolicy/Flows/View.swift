/// What a recipient sees of one data set: an allow-list of fields. A field that is not listed does not leave.
package struct View: Sendable, Hashable {
    /// One field of the allow-list.
    package struct Field: Sendable, Hashable {
        /// Wire name.
        package let name: String
        /// How it is shown.
        package let mask: FieldMask
        /// What the value means; of a field that is shown by `digest` alone. Values of one domain have one code,
        /// whatever their fields are called.
        package let domain: String?

        /// The field `name`, shown by `mask`.
        package init(name: String, mask: FieldMask, domain: String? = nil) {
            self.name = name
            self.mask = mask
            self.domain = domain
        }
    }

    /// Name of the view; the views of several data sets share one.
    package let id: String
    /// Wire name of the data set that it cuts.
    package let contract: String
    /// The allow-list.
    package let fields: [Field]
    /// The text of the header `hutong-view`: `<id>/<contract>`.
    package let label: String

    /// The view `id` of the data set `contract`.
    package init(id: String, contract: String, fields: [Field]) {
        self.id = id
        self.contract = contract
        self.fields = fields
        label = "\(id)/\(contract)"
    }
}
