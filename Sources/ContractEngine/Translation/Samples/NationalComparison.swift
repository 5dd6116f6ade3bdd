internal import Core

/// Equality of national records as the specification reads them (docs/specs/dialect.md §9).
enum NationalComparison {
    /// The fields in which `left` and `right`, objects of wire names, say something different, in order.
    static func differences(_ left: JSONNode, _ right: JSONNode, _ program: ContractProgram) -> [String] {
        var names = Set<String>()
        for record in [left, right] {
            if case .object(let members) = record { names.formUnion(members.map(\.name)) }
        }
        return names.sorted().filter { name in
            let field = program.field(named: name)
            return value(left[name], field, program) != value(right[name], field, program)
        }
    }

    /// What a value says: nil when absent.
    private static func value(_ node: JSONNode?, _ field: FieldDescription?, _ program: ContractProgram) -> String? {
        var text: String
        switch node {
        case nil, .null?: return nil
        case .string(let string)?: text = string
        case .number(let number)?: text = number
        case .bool(let truth)?: text = truth ? "true" : "false"
        case .object?, .array?: return "(not flat)"
        }
        if let field, let number = program.numbers[field.name], program.fieldPass.isPlaceholder(text, field: number) {
            return nil
        }
        if field?.type.isDate == true, text.utf8.allSatisfy({ $0 == 0x30 }) { return nil }
        if field?.type == .number, let number = ExactDecimal(text) {
            text = String(decoding: PlainDecimal.text(number), as: UTF8.self)
        }
        if let separator = field?.separator?.asciiValue, text.utf8.last == separator {
            text = String(decoding: text.utf8.dropLast(), as: UTF8.self)
        }
        return text.isEmpty ? nil : text
    }
}
