import Core

/// Where the headers of a record of `admitted.<plane>` stand: the sender's, and behind them those that admission added.
/// Nothing of them is copied.
struct AdmittedHeaders: BitwiseCopyable, Sendable {
    /// How many of them are the sender's.
    let end: Int
    /// Where the attributes stand with which registration works.
    let attributes: AttributePlaces
    /// How many of them go on to the ledger where what goes from stage to stage stands last; nil where it does not.
    let ledgerEnd: Int?
    /// True when all attributes with which registration works are UTF-8.
    private let areTexts: Bool
    /// `topic/partition/offset` of the submission.
    let origin: Int
    /// `sha-256:<hex>` of its payload.
    let digest: Int
    /// Registry id of its sender.
    let sender: Int
    /// Its log-append time, RFC 3339.
    let time: Int
    /// ``Relation/text``
    let relation: Int
    /// What admission remarked.
    let remarks: Int?
    /// The request after which it is judged once more, `topic/partition/offset`.
    let redrive: Int?

    private static let wanted: [AttributeName] = [
        .id, .source, .type, .partitionkey, .datakey, .operation, .corrects, .encryptedfor,
    ]
    private static let selection = AttributeSelection(wanted)

    /// Sorts `headers`; nil where one of admission's is missing.
    init?(_ headers: [RecordHeader]) {
        let end = headers.indices.first { AdmittedHeaders.isOwn(headers[$0].name) } ?? headers.endIndex
        var (origin, digest, sender, time): (Int?, Int?, Int?, Int?)
        var (relation, remarks, redrive): (Int?, Int?, Int?)
        var ledgerEnd = headers.endIndex
        var goOn = end
        for index in end..<headers.endIndex {
            let place = headers[index].value == nil ? nil : index
            switch headers[index].name {
            case RecordHeaderName.origin: origin = origin ?? place
            case RecordHeaderName.digest: digest = digest ?? place
            case RecordHeaderName.sender: sender = sender ?? place
            case RecordHeaderName.admitted: time = time ?? place
            case RecordHeaderName.relation:
                relation = relation ?? place
                ledgerEnd = min(ledgerEnd, index)
                continue
            case RecordHeaderName.remarks:
                remarks = remarks ?? place
                ledgerEnd = min(ledgerEnd, index)
                continue
            case RecordHeaderName.redrive: redrive = redrive ?? place
            default: break
            }
            goOn = index + 1
        }
        guard let origin, let digest, let sender, let time, let relation else { return nil }
        self.end = end
        self.ledgerEnd = goOn <= ledgerEnd ? ledgerEnd : nil
        let places = AttributePlaces(of: AdmittedHeaders.selection, in: headers, first: end)
        attributes = places
        areTexts = AdmittedHeaders.wanted.allSatisfy { name in
            places[name].flatMap { headers[$0].value }.map { PlainText.isText($0.span) } ?? true
        }
        (self.origin, self.digest, self.sender, self.time) = (origin, digest, sender, time)
        (self.relation, self.remarks, self.redrive) = (relation, remarks, redrive)
    }

    /// The bytes of an attribute in the headers that this was made of; nil where they are not UTF-8.
    func attribute(_ name: AttributeName, of headers: [RecordHeader]) -> [UInt8]? {
        guard let bytes = attributes[name].flatMap({ headers[$0].value }), areTexts || PlainText.isText(bytes.span)
        else { return nil }
        return bytes
    }

    /// True for a header that Hutong added.
    private static func isOwn(_ name: String) -> Bool {
        name.utf8.first == UInt8(ascii: "h") && name.hasPrefix(RecordHeaderName.prefix)
    }
}
