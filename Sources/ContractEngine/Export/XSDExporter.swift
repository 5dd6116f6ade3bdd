internal import Core

/// A contract in an XML dialect as XML Schema 1.0: one schema for each operation, because an update holds only the
/// columns that it touches. Elements are those that the dialect's mapping writes; placeholders are not in the schema.
struct XSDExporter {
    private let contract: ExportedContract
    private let dialect: DialectDefinition
    private let mapping: MappingDefinition
    private let operation: RecordOperation

    /// The schemas of `contract` in `dialect`; empty when the dialect is not XML or does not have the data set.
    static func files(
        _ contract: ExportedContract,
        in dialect: DialectDefinition,
        operations: [RecordOperation]
    ) -> [ExportFile] {
        guard dialect.format == .xml, let mapping = dialect.mapping(of: contract.program),
            let root = mapping.root ?? dialect.xml.root
        else { return [] }
        return operations.map { operation in
            let exporter = XSDExporter(contract: contract, dialect: dialect, mapping: mapping, operation: operation)
            return ExportFile(
                path: "\(contract.fileStem).\(dialect.id).\(operation.rawValue).xsd",
                text: exporter.text(root: root)
            )
        }
    }

    private func text(root: String) -> String {
        var element = XSDElement(name: root, content: .elements([]), isRequired: true)
        for row in mapping.write + RestFields.rows(of: mapping, contract.program, .write)
        where RestFields.applies(row, to: contract.program) {
            add(row, to: &element)
        }
        for pointer in dialect.xml.lists.sorted() { addAnything(at: pointer, isList: true, to: &element) }
        for pointer in mapping.ignored.keys.sorted() {
            addAnything(at: pointer, isList: dialect.xml.lists.contains(pointer), to: &element)
        }
        let program = contract.program
        let operationWord = operation == .add ? "新增" : "修改"
        let about =
            "\(program.number.map { "\($0) " } ?? "")\(program.title.zh) \(program.name)，"
            + "方言 \(dialect.id)（\(dialect.title.zh)），\(operationWord)。\(ContractExport.mark)"
        let lines =
            [
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" elementFormDefault=\"unqualified\">",
                "  <xs:annotation><xs:documentation xml:lang=\"zh\">\(HTMLText.escape(about))</xs:documentation></xs:annotation>",
            ] + element.lines(margin: "  ") + ["</xs:schema>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func add(_ row: MappingRow, to root: inout XSDElement) {
        guard let path = PointerText.tokens(row.target), let name = path.last else { return }
        let place = path.dropLast()
        // Attributes and repeated elements are for the lists below.
        guard !path.contains(where: { $0 == "-" || $0.hasPrefix("@") || $0.hasPrefix("#") }) else {
            if let list = path.firstIndex(of: "-"), list > 0 {
                addAnything(at: "/" + path[..<list].joined(separator: "/"), isList: true, to: &root)
            }
            return
        }
        var element = XSDElement(name: name, content: .anything)
        switch row.source {
        case .reference(let reference):
            if let title = TitleField(rawValue: reference) {
                describe(&element, title, row)
            } else if let field = contract.field(named: reference) {
                describe(&element, field, row)
            } else {
                element.content = .value(.text)
            }
        case .constant(let node): element.content = node.text.map { .value(XSDValue(codes: [$0])) } ?? .anything
        case .concat, .first: element.content = .value(.text)
        case .object, .each: break
        }
        if let operations = row.operations, !operations.contains(operation) { element.isRequired = false }
        root.insert(element, at: place)
    }

    private func describe(_ element: inout XSDElement, _ title: TitleField, _ row: MappingRow) {
        element.content = .value(.text)
        switch title {
        case .operation where row.conversions.isEmpty:
            // A document that deletes has the title alone; it stands beside the updates.
            element.content = .value(XSDValue(codes: operation == .add ? ["1"] : ["2", "3"]))
            element.isRequired = true
        case .name where row.conversions.isEmpty:
            element.content = .value(XSDValue(codes: [contract.program.name]))
            element.isRequired = true
        case .dataKey: element.isRequired = true
        default: break
        }
    }

    private func describe(_ element: inout XSDElement, _ field: ExportedField, _ row: MappingRow) {
        element.documentation = field.definition.title
        let isPlain = row.conversions.isEmpty
        element.content = .value(isPlain ? XSDValue(field, options: contract.program.options) : .text)
        let isNeeded = operation == .add ? field.isRequiredOnAdd : false
        element.isRequired = isNeeded && row.conditions.isEmpty && isPlain
    }

    private func addAnything(at pointer: String, isList: Bool, to root: inout XSDElement) {
        guard let path = PointerText.tokens(pointer), let name = path.last,
            !path.contains(where: { $0 == "*" || $0 == "-" || $0.hasPrefix("@") || $0.hasPrefix("#") })
        else { return }
        root.insert(XSDElement(name: name, content: .anything, isList: isList), at: path.dropLast())
    }
}
