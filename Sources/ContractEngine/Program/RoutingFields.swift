/// The fields of a record that its routing attributes have to agree with.
package struct RoutingFields: Sendable, Hashable {
    /// Field with the key of the case.
    package let `case`: String
    /// Field with the transaction class; nil when the body has none.
    package let sector: String?
    /// Field with the region; nil when the body has none.
    package let region: String?

    /// Field with the codes of the supervising departments; nil when the body has none. Real records say all sorts of things
    /// there, so it does not tell what a record is.
    package let department: String?

    /// Those that tell what a record is and where it belongs.
    var names: [String] { [`case`, sector, region].compactMap(\.self) }

    /// Reads `{"case","sector"?,"region"?,"department"?}`; nil when it is broken, which is reported.
    init?(_ reader: DefinitionReader) {
        let name = reader.string("case")
        sector = reader.optionalString("sector")
        region = reader.optionalString("region")
        department = reader.optionalString("department")
        reader.finish()
        guard let name else { return nil }
        self.case = name
    }
}
