internal import Core

/// A contract as JSON Schema 2020-12: the same verdict as the validator on everything that JSON Schema can express; the
/// rest stands in annotations that begin with `x-hutong`. `docs/specs/json-schema.md` lists what that rest is.
struct JSONSchemaExporter {
    private let contract: ExportedContract
    private let operation: RecordOperation
    private let placeholders: JSONSchemaPlaceholder
    private var definitions = JSONMembers()
    private var defined: Set<String> = []

    /// An exporter of the schema for records that are added or changed.
    init(_ contract: ExportedContract, operation: RecordOperation) {
        self.contract = contract
        self.operation = operation
        placeholders = JSONSchemaPlaceholder(contract)
        define("absent", JSONNode.object([.init(name: "enum", value: .array([.null, .string("")]))]))
    }

    /// The file with the schema.
    static func file(_ contract: ExportedContract, operation: RecordOperation) -> ExportFile {
        var exporter = JSONSchemaExporter(contract, operation: operation)
        return ExportFile(
            path: "\(contract.fileStem).\(operation.rawValue).schema.json",
            text: IndentedJSON.text(exporter.schema())
        )
    }

    private mutating func schema() -> JSONNode {
        let program = contract.program
        var root = JSONMembers()
        root.add("$schema", "https://json-schema.org/draft/2020-12/schema")
        root.add("$id", program.schema + query)
        root.add("$comment", ContractExport.mark)
        root.add("title", "\(program.title.zh) \(program.name)")
        root.add("description", description)
        root.add("x-hutong-contract", provenance)
        root.add("type", "object")
        let properties = contract.fields.map { JSONNode.Member(name: $0.name, value: property($0)) }
        root.add("properties", .object(properties))
        root.add("required", contract.fields.filter(isRequired).map(\.name))
        root.add("additionalProperties", .bool(contract.program.options.unknownFields == .warn))
        let writer = JSONSchemaRule(contract: contract)
        let expressed = contract.rules.compactMap { writer.schema($0, operation: operation) }
        if !expressed.isEmpty { root.add("allOf", .array(expressed)) }
        let others = contract.rules.filter { $0.policy != .reject || !writer.isExpressible($0) }
        if !others.isEmpty { root.add("x-hutong-rules", .array(others.map(annotation))) }
        root.add("$defs", definitions.node)
        return root.node
    }

    /// What tells the schema from that of the edition's added records.
    private var query: String {
        let operation = operation == .add ? nil : "operation=\(operation.rawValue)"
        let parts = [contract.program.profile.map { "profile=\($0)" }, operation].compactMap(\.self)
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    private var description: String {
        let operationWord = operation == .add ? "新增" : "修改"
        return "数据集 \(contract.program.name) \(operationWord)记录的 JSON Schema。null 与空字符串等于未填；"
            + "x-hutong- 开头的注解是 JSON Schema 无法表达的规则，以网关校验为准。"
    }

    private var provenance: JSONNode {
        let program = contract.program
        var members = JSONMembers()
        members.add("dataset", program.name)
        members.add("number", program.number)
        members.add("version", program.version)
        members.add("edition", "\(program.edition)/\(program.editionVersion)")
        members.add("profile", program.profile)
        members.add("domain", program.domain)
        members.add("completeness", program.completeness.rawValue)
        members.add("operation", operation.rawValue)
        members.add("key", program.key)
        return members.node
    }

    private func isRequired(_ field: ExportedField) -> Bool {
        operation == .add ? field.isRequiredOnAdd : field.isRequiredOnChange
    }

    private mutating func property(_ field: ExportedField) -> JSONNode {
        let value = JSONSchemaValue(field, options: contract.program.options)
        for definition in value.definitions { define(definition.name, definition.node) }
        let isRequired = isRequired(field)
        var members = JSONMembers()
        members.add("title", field.definition.title)
        members.add("description", field.definition.notes)
        members.add(annotations(of: field, unexpressed: value.unexpressed))
        let types = value.types + (isRequired ? [] : ["null"])
        members.add("type", types.count == 1 ? .string(types[0]) : .array(types.map { .string($0) }))
        var alternatives = value.alternatives
        if isRequired {
            if value.mayBeEmpty { members.add("minLength", 1) }
        } else if !value.admitsAbsence {
            alternatives.append(reference("absent"))
        }
        if let placeholder = placeholders.schema(for: field) {
            if let (name, node) = placeholders.definition(of: field.definition.type) { define(name, node) }
            // Where a placeholder is no value, a key for example, it is not enough that the constraints hold for it.
            if isRequired && !field.placeholderPasses {
                members.add("not", placeholder)
            } else if !value.constraint.isEmpty {
                alternatives.append(placeholder)
            }
        }
        if alternatives.isEmpty {
            members.add(value.constraint)
        } else {
            members.add("anyOf", .array([value.constraint.node] + alternatives))
        }
        return members.node
    }

    private func annotations(of field: ExportedField, unexpressed: [String]) -> JSONMembers {
        var members = JSONMembers()
        members.add("x-hutong-type", field.definition.type.rawValue)
        if let digits = field.definition.digits {
            members.add("x-hutong-digits", .array([.number("\(digits.integer)"), .number("\(digits.fraction)")]))
        }
        members.add("x-hutong-separator", field.separator)
        if let list = field.list {
            members.add("x-hutong-list", list.id)
            if list.strictness != .reject { members.add("x-hutong-list-policy", list.strictness.rawValue) }
        }
        let checks = field.checks.map { check -> JSONNode in
            .object([
                .init(name: "rule", value: .string(check.kind.rawValue)),
                .init(name: "policy", value: .string(check.policy.rawValue)),
            ])
        }
        if !checks.isEmpty { members.add("x-hutong-checks", .array(checks)) }
        members.add("x-hutong-not-expressed", unexpressed)
        return members
    }

    /// A rule that the schema does not apply, in words.
    private func annotation(_ rule: RuleDefinition) -> JSONNode {
        var members = JSONMembers()
        members.add("rule", "\(contract.program.stem).\(rule.id)")
        members.add("kind", rule.kind.rawValue)
        members.add("policy", rule.policy.rawValue)
        members.add("zh", rule.message.zh)
        members.add("en", rule.message.en)
        return members.node
    }

    private func reference(_ name: String) -> JSONNode {
        .object([.init(name: "$ref", value: .string("#/$defs/\(name)"))])
    }

    private mutating func define(_ name: String, _ node: JSONNode) {
        if defined.insert(name).inserted { definitions.add(name, node) }
    }
}
