/// The headers that Hutong itself writes (docs/specs/topics.md §2). Submissions must not carry any of them.
package enum RecordHeaderName {
    /// Common beginning of the names.
    package static let prefix = "hutong-"
    /// `topic/partition/offset` of the record from which this one was made.
    package static let origin = "hutong-origin"
    /// `sha-256:<hex>` of the sender's payload.
    package static let digest = "hutong-digest"
    /// Registry id of the sender.
    package static let sender = "hutong-sender"
    /// When the record was admitted, RFC 3339.
    package static let admitted = "hutong-admitted"
    /// JSON array of the codes of the warnings, when there are any.
    package static let warnings = "hutong-warnings"
    /// How an admitted record stands to the other records of its case (``Relation``); between the stages only.
    package static let relation = "hutong-relation"
    /// JSON array of what admission remarked, problem by problem; between the stages only.
    package static let remarks = "hutong-remarks"
    /// JSON array of the codes of the refusal.
    package static let reasons = "hutong-reasons"
    /// JSON object with the problems of the refusal, one by one, as they stand on the receipt.
    package static let problems = "hutong-problems"
    /// `topic/partition/offset` of the request after which the record was judged once more.
    package static let redrive = "hutong-redrive"
    /// When the record was refused, RFC 3339.
    package static let time = "hutong-time"
    /// The view by which a delivery was cut.
    package static let view = "hutong-view"

    /// What ``view`` begins with where nothing was cut: the record is encrypted for its recipient, by whom it came.
    package static let encryptedView = "encrypted/"
    /// The platform that a record concerns, registry id: of a record of supervision the owner of its case, of an alert the
    /// platform whose record it is about.
    package static let concerned = "hutong-concerned"
    /// How public a delivered record is: `0` may be published, `1` and `2` must not.
    package static let opentype = "hutong-opentype"

    /// Id of the dialect of a delivery that is not in the national form.
    package static let dialect = "hutong-dialect"

    /// Contract under which a delivered record was admitted, `<name>@<version>`.
    package static let contract = "hutong-contract"
    /// Which text of the mappings translated a delivery, `<dialect>@sha-256:<hex>`.
    package static let mapping = "hutong-mapping"

    /// True when `name` belongs to Hutong, in any case of letters.
    static func isReserved(_ name: String) -> Bool {
        guard name.utf8.first.map({ $0 | 0x20 }) == 0x68, name.utf8.count >= prefix.utf8.count else { return false }
        return name.prefix(prefix.count).lowercased() == prefix
    }
}
