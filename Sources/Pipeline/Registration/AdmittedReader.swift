import Core

/// Reads records of `admitted.<plane>`.
///
/// What admission remarks about records of one data set is mostly the same; the last remarks of each are kept ready.
struct AdmittedReader {
    private var remarks: [String: AdmittedRemarks] = [:]

    /// More data sets than there are contracts have not been admitted; no more are remembered.
    private static let limit = 500

    /// Reads `record`; nil for one that admission did not write.
    mutating func read(_ record: InboundRecord) -> AdmittedSubmission? {
        let headers = record.headers
        let place = headers.indices.first { AdmittedReader.isOwn(headers[$0].name) } ?? headers.endIndex
        var (origin, digest, sender, time): ([UInt8]?, [UInt8]?, [UInt8]?, [UInt8]?)
        var (relation, found, redrive): ([UInt8]?, [UInt8]?, [UInt8]?)
        for index in place..<headers.endIndex {
            let header = headers[index]
            switch header.name {
            case RecordHeaderName.origin: origin = origin ?? header.value
            case RecordHeaderName.digest: digest = digest ?? header.value
            case RecordHeaderName.sender: sender = sender ?? header.value
            case RecordHeaderName.admitted: time = time ?? header.value
            case RecordHeaderName.relation: relation = relation ?? header.value
            case RecordHeaderName.remarks: found = found ?? header.value
            case RecordHeaderName.redrive: redrive = redrive ?? header.value
            default: break
            }
        }
        let envelope = EventEnvelope(judged: headers[..<place], wanted: AdmittedReader.attributes)
        guard let dataset = envelope.dataSetName, envelope[.id] != nil, envelope[.source] != nil,
            envelope[.partitionkey] != nil, envelope[.datakey] != nil,
            let operation = envelope[.operation], RecordOperation(rawValue: operation) != nil,
            let origin = AdmittedReader.text(origin), let source = RecordPlace(origin),
            let digest = AdmittedReader.text(digest), let sender = AdmittedReader.text(sender),
            let time = AdmittedReader.text(time), let instant = Instant(rfc3339: time),
            let relation = relation.flatMap(Relation.init(text:))
        else { return nil }
        return AdmittedSubmission(
            record: record,
            senderHeaders: place,
            submission: InboundRecord(
                source: source.partition,
                offset: source.offset,
                timestamp: instant,
                key: record.key,
                value: nil,
                headers: []
            ),
            envelope: envelope,
            dataset: dataset,
            sender: sender,
            trace: SubmissionTrace(origin: origin, time: time, digest: digest),
            relation: relation,
            remarks: remarks(found, of: dataset),
            redrive: AdmittedReader.text(redrive)
        )
    }

    private static let attributes = AttributeSelection(
        .id,
        .source,
        .type,
        .partitionkey,
        .datakey,
        .operation,
        .corrects
    )

    private mutating func remarks(_ text: [UInt8]?, of dataset: String) -> AdmittedRemarks {
        guard let text else { return .none }
        if let last = remarks[dataset], last.text == text { return last }
        let read = AdmittedRemarks(text)
        if remarks.count >= AdmittedReader.limit { remarks.removeAll() }
        remarks[dataset] = read
        return read
    }

    /// True for a header that Hutong added.
    private static func isOwn(_ name: String) -> Bool {
        name.utf8.first == UInt8(ascii: "h") && name.hasPrefix(RecordHeaderName.prefix)
    }

    private static func text(_ bytes: [UInt8]?) -> String? {
        bytes.flatMap { PlainText.read($0.span) }
    }
}
