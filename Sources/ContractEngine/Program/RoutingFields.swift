/// The fields of a record that its routing attributes have to agree with.
package struct RoutingFields: Sendable, Hashable {
    /// Field with the key of the case.
    package let `case`: String
    /// Field with the transaction class; nil when the body has none.
    package let sector: String?
    /// Field with the region; nil when the body has none.
    package let region: String?

    /// All of them.
    var names: [String] { [`case`, sector, region].compactMap(\.self) }

    /// Reads `{"case","sector"?,"region"?}`; nil when it is broken, which is reported.
    init?(_ reader: DefinitionReader) {
        let name = reader.string("case")
        sector = reader.optionalString("sector")
        region = reader.optionalString("region")
        reader.finish()
        guard let name else { return nil }
        self.case = name
    }
}
