internal import Core

/// Values for drafted samples: one that a field takes, and ones that break a single constraint.
struct SampleValue {
    let field: ExportedField

    /// Codes that satisfy each identifier rule; fictitious parties.
    private static let codes: [IdentifierKind: String] = [
        .uscc: "91350100MA00000230", .organisationCode: "MA0000023", .identityNumber: "110101199001010015",
        .partyCode: "91350100MA00000230", .projectCode: "E1401005146001025",
        .tenderProjectCode: "E1401005146001025002", .sectionCode: "E1401005146001025002003",
        .unifiedDealCode: "A99-12350100000000019K-20260811-000007-B",
        .unifiedDealCheck: "A99-12350100000000019K-20260811-000007-B", .platformCode: "E1401005146",
        .region: "350000", .industry: "E47", .currency: "156", .investmentCode: "2026-350000-47-01-000001",
        .url: "https://example.org/notice",
    ]

    /// A value that breaks nothing, as far as it can be told.
    var sound: JSONNode {
        if let code = field.titledCodes.first(where: { fits($0.code) })?.code {
            return .string(code)
        }
        switch field.definition.type {
        case .number: return .string("1")
        case .dateTime: return .string("20260810093000")
        case .minute: return .string("202608100930")
        case .date: return .string("20260810")
        case .text: break
        }
        for check in field.definition.checks {
            if let code = Self.codes[check], fits(code) { return .string(code) }
        }
        let least = field.definition.isFixed ? field.definition.length ?? 1 : field.definition.minimumLength ?? 1
        let most = field.definition.length ?? 8
        return .string(text(of: min(max(least, 2), most)))
    }

    /// Values each of which should break `constraint` and nothing else; nil stands for leaving the field out.
    func broken(_ constraint: String) -> [JSONNode?] {
        switch constraint {
        case "required": return [nil]
        case "type": return [.bool(true)]
        case "digits": return [.string("1,5"), .string("x")]
        case "date": return [.string("20260230093000"), .string("202602300930"), .string("20260230")]
        case "length": return lengths().map { .string(text(of: $0)) }
        case "list": return strangers().map { .string($0) }
        default: return strangers().map { .string($0) }
        }
    }

    private func fits(_ code: String) -> Bool {
        let count = code.unicodeScalars.count
        guard let length = field.definition.length else { return true }
        return field.definition.isFixed ? count == length : count <= length
    }

    private func lengths() -> [Int] {
        let definition = field.definition
        var lengths: [Int] = []
        if let length = definition.length { lengths.append(length + 1) }
        if let least = definition.minimumLength, least > 1 { lengths.append(least - 1) }
        return lengths
    }

    /// Values of a length that the field takes and that no list or rule knows.
    private func strangers() -> [String] {
        let definition = field.definition
        if definition.type == .number { return ["9", "8", "0"] }
        let lengths = definition.isFixed ? [definition.length ?? 1] : [definition.length ?? 4, 4, 2, 1]
        return lengths.filter { $0 > 0 && $0 <= definition.length ?? $0 }.flatMap { length in
            ["~", "Z", "7"].map { String(repeating: $0, count: min(length, 64)) }
        }
    }

    private func text(of length: Int) -> String {
        let pattern = Array("示例")
        return String((0..<length).map { pattern[$0 % 2] })
    }
}
