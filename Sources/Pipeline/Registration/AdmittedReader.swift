import Core

/// Reads records of `admitted.<plane>`.
///
/// Senders and data sets come again and again: what follows from their names is kept, and so is what admission remarked
/// about the last record of each data set.
struct AdmittedReader {
    private var senders: [HeaderText: KnownSender] = [:]
    /// By `ce_type`.
    private var datasets: [HeaderText: KnownDataSet] = [:]

    /// There are some hundred contracts and platforms; no more of either are remembered.
    private static let limit = 1000

    /// Reads `record`; nil for one that admission did not write.
    mutating func read(_ record: InboundRecord) -> AdmittedSubmission? {
        guard let headers = AdmittedHeaders(record.headers) else { return nil }
        func attribute(_ name: AttributeName) -> [UInt8]? { headers.attribute(name, of: record.headers) }
        guard attribute(.id) != nil, attribute(.source) != nil, attribute(.datakey) != nil,
            let dataset = attribute(.type).flatMap({ dataset($0) }),
            let caseKey = attribute(.partitionkey).flatMap({ PlainText.read($0.span) }),
            let operation = attribute(.operation).flatMap(AdmittedReader.operation),
            let place = RecordPlace(headers.origin.span), let sender = sender(headers.sender),
            PlainText.isText(headers.digest.span), let time = Instant(rfc3339: headers.time),
            let relation = Relation(text: headers.relation, &dataset.forms)
        else { return nil }
        return AdmittedSubmission(
            record: record,
            headers: headers,
            submission: InboundRecord(
                source: place.partition,
                offset: place.offset,
                timestamp: time,
                key: record.key,
                value: nil,
                headers: []
            ),
            operation: operation,
            caseKey: caseKey,
            dataset: dataset.name,
            sender: sender,
            relation: relation,
            remarks: dataset.remarks(headers.remarks),
            redrive: headers.redrive.flatMap { PlainText.read($0.span) }
        )
    }

    private mutating func sender(_ bytes: [UInt8]) -> KnownSender? {
        if let known = senders[HeaderText(bytes)] { return known }
        guard let id = PlainText.read(bytes.span) else { return nil }
        if senders.count >= AdmittedReader.limit { senders.removeAll() }
        let sender = KnownSender(id)
        senders[HeaderText(bytes)] = sender
        return sender
    }

    private mutating func dataset(_ type: [UInt8]) -> KnownDataSet? {
        if let known = datasets[HeaderText(type)] { return known }
        guard let name = EventEnvelope.dataSetName(ofType: PlainText.read(type.span)) else { return nil }
        if datasets.count >= AdmittedReader.limit { datasets.removeAll() }
        let dataset = KnownDataSet(name)
        datasets[HeaderText(type)] = dataset
        return dataset
    }

    private static func operation(_ bytes: [UInt8]) -> RecordOperation? {
        RecordOperation.allCases.first { WordLoad.areEqual(bytes.span, $0.rawValue.utf8Span.span) }
    }
}
