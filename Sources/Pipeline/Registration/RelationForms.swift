import Core

/// Parts of `hutong-relation` that come again in record after record of a data set, each read once.
struct RelationForms {
    /// What follows the value of a code, and the code that it tells of, without value.
    private var codes: [(text: [UInt8], demand: CodeDemand)] = []
    /// Names of data sets.
    private var names: [(text: [UInt8], name: String)] = []

    /// A data set has a few codes and parents; no more of either are remembered.
    private static let limit = 16

    /// Nothing is known yet.
    init() {}

    /// The code `value` of which `text` tells, read by `read` where it is new.
    mutating func code(
        _ value: UInt64,
        _ text: ArraySlice<UInt8>,
        _ read: (ArraySlice<UInt8>) -> CodeDemand?
    ) -> CodeDemand? {
        for known in codes where WordLoad.areEqual(known.text.span, text.span) {
            return known.demand.with(value)
        }
        guard let demand = read(text) else { return nil }
        if codes.count < RelationForms.limit { codes.append((Array(text), demand)) }
        return demand.with(value)
    }

    /// The name that `text` is; nil where it is not UTF-8.
    mutating func name(_ text: ArraySlice<UInt8>) -> String? {
        for known in names where WordLoad.areEqual(known.text.span, text.span) { return known.name }
        guard let name = WordReader.text(text) else { return nil }
        if names.count < RelationForms.limit { names.append((Array(text), name)) }
        return name
    }
}
