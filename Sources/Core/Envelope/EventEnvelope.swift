/// The attributes of one event, each present once and well formed; nothing of it is authenticated yet.
package struct EventEnvelope: Sendable, Hashable {
    /// Longest attribute value in bytes.
    package static let maximumValueLength = 1024

    private var values: [String?]

    /// An envelope of `attributes`, as a sender composes it before signing.
    package init(attributes: [AttributeName: String]) {
        values = AttributeName.canonical.map { attributes[$0] }
    }

    /// An envelope without attributes.
    private init() {
        values = [String?](repeating: nil, count: AttributeName.canonical.count)
    }

    /// The attributes that stand at `places` among `headers`; what is not text stands as absent.
    package init(_ headers: [RecordHeader], at places: AttributePlaces) {
        self.init()
        for name in AttributeName.canonical {
            values[name.position] = places[name].flatMap { headers[$0].value }.flatMap { PlainText.read($0.span) }
        }
    }

    /// The value of an attribute; nil when absent.
    package subscript(_ name: AttributeName) -> String? {
        values[name.position]
    }

    /// `ce_id`: the sender's identity of this submission.
    package var id: String { self[.id] ?? "" }
    /// `ce_source`: `/platforms/` and the 18-character code of the sending platform.
    package var source: String { self[.source] ?? "" }
    /// `ce_partitionkey`: the case to which the record belongs.
    package var partitionKey: String { self[.partitionkey] ?? "" }
    /// `ce_operation`; a parsed envelope always has one.
    package var operation: RecordOperation { RecordOperation(rawValue: self[.operation] ?? "") ?? .add }
    /// The 18-character platform code in ``source``; nil when the source has another form.
    package var sourcePlatformCode: String? {
        guard let code = EventEnvelope.rest(of: self[.source], behind: "/platforms/") else { return nil }
        return code.utf8.count == 18 ? code : nil
    }
    /// Wire name of the data set, from ``AttributeName/type`` `cn.ggzy.<WIRE_NAME>`; nil when the type has another form.
    package var dataSetName: String? {
        EventEnvelope.dataSetName(ofType: self[.type])
    }
    /// Wire name of the data set in a `ce_type`; nil when that is nil or has another form.
    package static func dataSetName(ofType type: String?) -> String? {
        guard let name = rest(of: type, behind: "cn.ggzy.") else { return nil }
        return name.isEmpty ? nil : name
    }
    /// What the content type says that the content is.
    package var contentForm: ContentForm {
        self[.contenttype].flatMap(ContentForm.init(mediaType:)) ?? .json
    }
    /// The attributes as Kafka headers, in canonical order.
    package var headers: [RecordHeader] {
        AttributeName.canonical.compactMap { name in self[name].map { RecordHeader(name.header, $0) } }
    }

    /// What stands in `text` behind `prefix`, which is ASCII; nil when it begins with anything else.
    private static func rest(of text: String?, behind prefix: String) -> String? {
        guard let text, text.hasPrefix(prefix) else { return nil }
        return String(Substring(text.utf8.dropFirst(prefix.utf8.count)))
    }

    /// Reads the attributes from `headers`, reporting every fault: missing, repeated, empty, too long, not UTF-8,
    /// with control characters, or not of the attribute's form.
    ///
    /// - Returns: the envelope as far as it could be read, and the problems; use it for anything but a receipt only
    ///   when the problems do not refuse.
    package static func parse(_ headers: [RecordHeader]) -> (envelope: EventEnvelope, problems: ProblemList) {
        var problems = ProblemList()
        var envelope = EventEnvelope()
        // One bit for each position.
        var seen: UInt32 = 0
        // Most senders keep the canonical order: then each name is found by one comparison.
        var expected = 0
        for header in headers {
            guard let name = AttributeName.named(byHeader: header.name, expected: expected) else { continue }
            expected = name.position + 1
            if seen & name.bit != 0 {
                problems.append(AttributeFault.repeated.problem(of: name))
                continue
            }
            seen |= name.bit
            guard let text = header.value.flatMap(AttributeText.validated) else {
                problems.append(AttributeFault.notText.problem(of: name))
                continue
            }
            envelope.values[name.position] = text
            if let fault = AttributeForm.fault(in: text, of: name) { problems.append(fault.problem(of: name)) }
        }
        for name in AttributeName.canonical where name.isRequired && seen & name.bit == 0 {
            problems.append(
                Problem(
                    .attributeMissing,
                    at: "/@attributes/\(name.rawValue)",
                    rule: "envelope.\(name.rawValue)",
                    zh: "缺少必备属性 \(name.rawValue)(消息头 \(name.header))",
                    en: "required attribute \(name.rawValue) (header \(name.header)) is missing"
                )
            )
        }
        return (envelope, problems)
    }
}

extension AttributeName {
    /// Index in the canonical order.
    var position: Int {
        switch self {
        case .specversion: 0
        case .id: 1
        case .source: 2
        case .type: 3
        case .subject: 4
        case .time: 5
        case .dataschema: 6
        case .contenttype: 7
        case .partitionkey: 8
        case .datakey: 9
        case .operation: 10
        case .sector: 11
        case .region: 12
        case .corrects: 13
        case .supervisedept: 14
        case .encryptedfor: 15
        case .releasetime: 16
        case .opentype: 17
        case .classification: 18
        }
    }

    /// The bit that stands for this attribute in a set of attributes.
    var bit: UInt32 { 1 << UInt32(truncatingIfNeeded: position) }

    /// The attribute in the header `header`; `expected` is the position that is tried first.
    static func named(byHeader header: String, expected: Int) -> AttributeName? {
        if expected < headers.count, headers[expected] == header { return canonical[expected] }
        // Whoever looks for an attribute that is not there looks at all headers, of which signatures have the most.
        return header.hasPrefix(SignatureHeader.prefix) ? nil : byHeader[header]
    }

    /// All attributes in canonical order, made once.
    static let canonical = allCases
    private static let headers = allCases.map(\.header)
    private static let byHeader = Dictionary(uniqueKeysWithValues: allCases.map { ($0.header, $0) })
}
