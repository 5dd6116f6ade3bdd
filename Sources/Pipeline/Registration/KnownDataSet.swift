import Core

/// A data set, and what was remarked about its last record: mostly it is the same. Owned by one reader.
final class KnownDataSet {
    /// Wire name.
    let name: String
    /// What its records say of their relations again and again.
    var forms = RelationForms()
    private var last = AdmittedRemarks.none

    init(_ name: String) {
        self.name = name
    }

    /// The remarks that `text` is, read anew where they are others than the last.
    func remarks(_ text: [UInt8]?) -> AdmittedRemarks {
        guard let text else { return .none }
        let known = last.text
        if !WordLoad.areEqual(known.span, text.span) { last = AdmittedRemarks(text) }
        return last
    }
}
