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
            let origin = record.headers[headers.origin].value, let place = RecordPlace(origin.span),
            let sender = record.headers[headers.sender].value.flatMap({ sender($0) }),
            let digest = record.headers[headers.digest].value, PlainText.isText(digest.span),
            let time = record.headers[headers.time].value.flatMap({ Instant(rfc3339: $0) }),
            let relation = record.headers[headers.relation].value.flatMap({ Relation(text: $0, &dataset.forms) })
        else { return nil }
        return AdmittedSubmission(
            record: record,
            headers: headers,
            place: place,
            timestamp: time,
            operation: operation,
            caseKey: caseKey,
            dataset: dataset.name,
            sender: sender,
            relation: relation,
            remarks: dataset.remarks(headers.remarks.flatMap { record.headers[$0].value }),
            redrive: headers.redrive.flatMap { record.headers[$0].value }.flatMap { PlainText.read($0.span) }
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
