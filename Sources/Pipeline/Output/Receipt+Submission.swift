import Core
import RoutingPolicy

extension Receipt {
    /// Longest key that stands in for an unreadable case.
    private static let maximumKey = 1024

    /// The refusal of a submission by admission.
    init(
        of record: InboundRecord,
        _ envelope: EventEnvelope,
        platform: String,
        trace: SubmissionTrace,
        problems: ProblemList,
        redrive: String?
    ) {
        func bytes(_ name: AttributeName) -> [UInt8]? { envelope[name].map { Array($0.utf8) } }
        self.init(
            topic: TopicName.receipt(platform),
            key: bytes(.partitionkey) ?? record.key.flatMap { $0.count <= Receipt.maximumKey ? $0 : nil },
            id: bytes(.id),
            source: bytes(.source),
            type: bytes(.type),
            datakey: bytes(.datakey),
            corrects: bytes(.corrects),
            place: RecordPlace(of: record),
            time: Array(trace.time.utf8),
            digest: Array(trace.digest.utf8),
            problems: problems,
            ledger: nil,
            stage: "admission",
            written: nil,
            redrive: redrive
        )
    }

    /// The verdict of registration.
    ///
    /// - Parameters:
    ///   - ledger: the ledger topic; nil for a refusal.
    ///   - written: `problems` as a receipt shows them, where they are known in that form.
    init(of admitted: AdmittedSubmission, problems: ProblemList, ledger: String?, written: [UInt8]?) {
        self.init(
            topic: admitted.receiptTopic,
            key: admitted[.partitionkey],
            id: admitted[.id],
            source: admitted[.source],
            type: admitted[.type],
            datakey: admitted[.datakey],
            corrects: admitted[.corrects],
            place: admitted.place,
            time: admitted.time,
            digest: admitted.digest,
            problems: problems,
            ledger: ledger,
            stage: "registration",
            written: written,
            redrive: admitted.redrive
        )
    }
}
