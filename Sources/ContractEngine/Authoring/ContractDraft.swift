internal import Core

/// A contract that is being written.
struct ContractDraft {
    var name: String
    var number: Int?
    var title: BilingualText
    var domain: String
    var completeness: Completeness
    var key: [String]
    var groups: [String]
    var routingCase: String
    var fields: [FieldDraft]
    var source: String

    /// Path of the directory below the edition's.
    var directory: String { "\(domain)/" + (number.map { "\($0)-\(name)" } ?? name) }

    /// The text of `contract.json`, one row for each field.
    var text: String {
        var head = JSONMembers()
        head.add("contract", name)
        head.add("number", number.map { .number(String($0)) } ?? .null)
        head.add("version", "1.0")
        head.add(
            "title",
            .object([.init(name: "zh", value: .string(title.zh)), .init(name: "en", value: .string(title.en))])
        )
        head.add("domain", domain)
        head.add("completeness", completeness.rawValue)
        head.add("key", .array(key.map { .string($0) }))
        head.add("groups", groups)
        head.add("routing", .object([.init(name: "case", value: .string(routingCase))]))
        var lines = head.members.map { "  " + Self.quoted($0.name) + ": " + IndentedJSON.line($0.value) + "," }
        lines.append("  \"fields\": [")
        lines += fields.enumerated().map { number, field in
            "    " + IndentedJSON.line(row(field)) + (number + 1 < fields.count ? "," : "")
        }
        lines += ["  ],", "  \"source\": " + Self.quoted(source)]
        return "{\n" + lines.joined(separator: "\n") + "\n}\n"
    }

    private static func quoted(_ text: String) -> String { IndentedJSON.line(.string(text)) }

    private func row(_ field: FieldDraft) -> JSONNode {
        let shape = field.shape
        var row = JSONMembers()
        row.add("name", field.name)
        row.add("title", field.title)
        row.add("type", shape.type.rawValue)
        row.add("length", shape.length)
        row.add("minLength", shape.minimumLength)
        if shape.isFixed { row.add("fixed", .bool(true)) }
        if let digits = shape.digits {
            row.add("digits", .array([.number(String(digits.integer)), .number(String(digits.fraction))]))
        }
        if field.isRequired { row.add("required", .bool(true)) }
        row.add("separator", field.separator)
        row.add("list", field.list)
        if !field.values.isEmpty {
            let values = field.values.map { value in
                JSONNode.object([
                    .init(name: "code", value: .string(value.code)), .init(name: "title", value: .string(value.title)),
                ])
            }
            row.add("values", .array(values))
        }
        row.add("check", field.check)
        row.add("grade", SourceGrade.found.rawValue)
        row.add("notes", field.notes)
        return row.node
    }
}
