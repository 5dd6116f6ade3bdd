internal import Core

/// A golden sample whose case and section can be exchanged: the serial number of the project and that of the section
/// stand in it as digits.
struct CaseTemplate {
    /// Wire name of the data set.
    let dataset: String
    /// Wire name of the data set of the parent; nil for a record that needs none.
    let parent: String?
    private let envelope: EventEnvelope
    private let payload: [UInt8]
    private let model: String
    /// Where the 6 digits of the project's serial number begin.
    private let serials: [Int]
    /// Where the 3 digits of the section's number begin.
    private let sections: [Int]

    /// A template of `payload`, whose case is a tender project of 20 characters: 11 for the platform, 6 for the project,
    /// 3 for the tender project.
    ///
    /// - Parameter model: a case after which those of all templates are named.
    /// - Returns: nil when the case is named in another way.
    init?(dataset: String, parent: String?, envelope: EventEnvelope, payload: [UInt8], model: String) {
        let caseKey = Array(envelope.partitionKey.utf8)
        guard caseKey.count == 20, model.utf8.count == 20 else { return nil }
        self.model = model
        self.dataset = dataset
        self.parent = parent
        self.envelope = envelope
        var named = payload
        for place in CaseTemplate.places(of: caseKey, in: payload) {
            named.replaceSubrange(place + 17..<place + 20, with: model.utf8.suffix(3))
        }
        serials = CaseTemplate.places(of: Array(caseKey.prefix(17)), in: payload).map { $0 + 11 }
        for place in serials { named.replaceSubrange(place - 11..<place + 6, with: model.utf8.prefix(17)) }
        self.payload = named
        sections = CaseTemplate.places(of: Array(model.utf8) + Array("001".utf8), in: named).map { $0 + 20 }
    }

    /// The case with the serial number `number`.
    func caseKey(_ number: Int) -> String {
        "\(model.prefix(11))\(CaseTemplate.digits(number, count: 6))\(model.suffix(3))"
    }

    /// The record of `section` in the case `number`.
    ///
    /// - Parameter operation: a deleted record has no payload.
    func event(
        case number: Int,
        section: Int,
        id: String,
        key: Int,
        operation: RecordOperation
    ) -> (envelope: EventEnvelope, payload: [UInt8]) {
        var attributes: [AttributeName: String] = [:]
        for name in AttributeName.allCases { attributes[name] = envelope[name] }
        attributes[.id] = id
        attributes[.partitionkey] = caseKey(number)
        attributes[.datakey] = CaseTemplate.digits(key, count: 22)
        attributes[.operation] = operation.rawValue
        guard operation != .delete else { return (EventEnvelope(attributes: attributes), []) }
        var bytes = payload
        for place in serials {
            bytes.replaceSubrange(place..<place + 6, with: CaseTemplate.digits(number, count: 6).utf8)
        }
        for place in sections {
            bytes.replaceSubrange(place..<place + 3, with: CaseTemplate.digits(section, count: 3).utf8)
        }
        return (EventEnvelope(attributes: attributes), bytes)
    }

    private static func digits(_ number: Int, count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(count - text.utf8.count, 0)) + text
    }

    private static func places(of part: [UInt8], in whole: [UInt8]) -> [Int] {
        guard whole.count >= part.count else { return [] }
        return (0...(whole.count - part.count)).filter { whole[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
