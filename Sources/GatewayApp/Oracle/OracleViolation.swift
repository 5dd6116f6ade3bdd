package import Core

/// Something that must not be: what, of which submission, where.
package struct OracleViolation: Sendable, Hashable {
    /// What is wrong.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Acknowledged, and not where it must be.
        case lost
        /// More than once where it must be once.
        case doubled
        /// Before a record of its case that was sent earlier.
        case inverted
        /// Where it must not be: with a recipient who is not entitled, or in the ledger though it must be refused.
        case leaked
        /// Other bytes than those that must be there.
        case altered
        /// Something that nobody sent.
        case unissued
        /// In another partition than that of its case.
        case misplaced
        /// A submission without a final verdict.
        case receiptMissing = "receipt_missing"
        /// A submission with more than one.
        case receiptDoubled = "receipt_doubled"
        /// Another verdict, other codes, or another word about a later attempt than must be given.
        case verdictWrong = "verdict_wrong"
        /// A receipt or a delivery whose seal is missing or does not hold.
        case sealBroken = "seal_broken"
        /// A delivery that went to quarantine instead.
        case undelivered
        /// The fresh record did not get through.
        case probeFailed = "probe_failed"
    }

    /// What is wrong.
    package let kind: Kind
    /// `ce_id` of the submission; nil when it is not known.
    package let id: String?
    /// The topic.
    package let topic: String
    /// `topic/partition/offset` of the record that shows it; nil for one that is not there.
    package let place: String?
    /// The particulars.
    package let detail: BilingualText

    /// A violation.
    package init(_ kind: Kind, id: String?, topic: String, place: String?, zh: String, en: String) {
        self.kind = kind
        self.id = id
        self.topic = topic
        self.place = place
        detail = BilingualText(zh: zh, en: en)
    }

    /// One line for a person.
    package func text(in language: Language) -> String {
        "\(kind.rawValue)  \(id ?? "-")  \(place ?? topic)  \(detail.text(in: language))"
    }

    /// The same as JSON.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("kind", kind.rawValue)
        writer.member("id", id)
        writer.member("topic", topic)
        writer.member("place", place)
        writer.key("message")
        writer.beginObject()
        writer.member("zh", detail.zh)
        writer.member("en", detail.en)
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
