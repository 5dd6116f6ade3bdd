import Core

/// A record of a ledger as delivery needs it.
struct LedgerRecord {
    let record: InboundRecord
    let envelope: EventEnvelope
    /// Wire name of the data set.
    let dataset: String
    /// Registry id of the sender.
    let sender: String
    /// `topic/partition/offset` of the submission.
    let origin: String
    /// `sha-256:<hex>` of the sender's payload.
    let digest: String
    /// Registry id of the platform that registered the case, where the record goes to it alone.
    let concerned: String?

    /// What names the key that signed the submission: its thumbprint for a raw signature, else the word `cms`.
    var signingKey: String? {
        func text(_ name: String) -> String? {
            record.headers.first { $0.name == name }?.value.flatMap { String(validating: $0, as: UTF8.self) }
        }
        return text(SignatureHeader.keyID) ?? text(SignatureHeader.form)
    }

    /// The outcome of reading a record of a ledger.
    enum Reading {
        case read(LedgerRecord)
        case unreadable(ProblemList)
    }

    static func read(_ record: InboundRecord) -> Reading {
        var (envelope, problems) = EventEnvelope.parse(record.headers)
        // Hutong's own headers were added last; what stands before them is the sender's.
        func own(_ name: String) -> String? {
            let value = record.headers.last { $0.name == name }?.value
            if let text = value.flatMap({ String(validating: $0, as: UTF8.self) }), !text.isEmpty { return text }
            problems.append(
                Problem(
                    .attributeMissing,
                    at: "/@attributes/\(name)",
                    rule: "ledger.\(name)",
                    zh: "台账记录缺少消息头 \(name)",
                    en: "the ledger record lacks the header \(name)"
                )
            )
            return nil
        }
        let sender = own(RecordHeaderName.sender)
        let origin = own(RecordHeaderName.origin)
        let digest = own(RecordHeaderName.digest)
        guard !problems.refuses, let sender, let origin, let digest, let dataset = envelope.dataSetName else {
            return .unreadable(problems)
        }
        return .read(
            LedgerRecord(
                record: record,
                envelope: envelope,
                dataset: dataset,
                sender: sender,
                origin: origin,
                digest: digest,
                concerned: record.headers.last { $0.name == RecordHeaderName.concerned }?.value.flatMap {
                    String(validating: $0, as: UTF8.self)
                }
            )
        )
    }
}
