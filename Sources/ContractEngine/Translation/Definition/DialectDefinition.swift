internal import Core

/// A `dialect.json` with its mappings, as written.
struct DialectDefinition: Sendable {
    /// How a document says its data set.
    enum DatasetPlace: Hashable {
        case pointer(String)
        case root
    }

    let id: String
    let title: BilingualText
    let format: DialectFormat
    let contentType: String
    let directions: Set<DialectDirection>
    let signs: [DialectSign]
    let dataset: DatasetPlace?
    let placeholders: [String]
    let xml: XMLDocumentForm
    let tables: [String: CodeTableDefinition]
    /// Texts that expressions refer to, by name.
    let texts: [String: String]
    /// Why data sets have no counterpart, by wire name; `*` for all others.
    let without: [String: BilingualText]
    /// How many documents become one; nil when the dialect has no way.
    let package: PackageForm?
    let file: String
    var mappings: [MappingDefinition] = []

    /// Reads the file; nil when it is too broken to go on with.
    init?(_ reader: DefinitionReader) {
        let id = reader.string("dialect")
        let title = reader.bilingual("title")
        let format = reader.word("format", DialectFormat.self)
        let type = reader.optionalString("contentType")
        directions = DialectDefinition.directions(reader)
        signs = (reader.objects("signs", isRequired: true) ?? []).map { DialectSign($0) }
        dataset = DialectDefinition.place(reader)
        placeholders = reader.strings("placeholders", isRequired: false)
        if format != .xml, reader.has("xml") { reader.report("xml", zh: "只用于 XML 方言", en: "is for XML only") }
        xml = XMLDocumentForm(reader.optionalObject("xml"))
        var tables: [String: CodeTableDefinition] = [:]
        for (name, table) in reader.objectMembers("tables") {
            tables[name] = CodeTableDefinition(table, name: name)
        }
        self.tables = tables
        texts = Dictionary(
            (reader.has("texts") ? reader.stringMembers("texts") : []).map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        without = DialectDefinition.reasons(reader)
        package = reader.optionalObject("package").flatMap { PackageForm($0) }
        _ = reader.string("source")
        for key in ["notes", "grade"] { _ = reader.optionalString(key) }
        file = reader.file
        reader.finish()
        guard let id, let title, let format else { return nil }
        self.id = id
        self.title = title
        self.format = format
        contentType = type ?? (format == .xml ? "application/xml" : "application/json")
    }

    /// The root elements of the mappings.
    var roots: Set<String> {
        Set(mappings.flatMap { mapping in (mapping.root.map { [$0] } ?? []) + mapping.names })
    }

    /// The mapping of records of `program`: that of its version, else that of its data set, else that of all; nil when
    /// there is none.
    func mapping(of program: ContractProgram) -> MappingDefinition? {
        let own = mappings.filter { $0.dataset == program.name }
        if !program.isCurrent, let mapping = own.first(where: { $0.version == program.version }) { return mapping }
        return own.first { $0.version == nil }
            ?? mappings.first { $0.dataset == MappingDefinition.anyDataset && $0.version == nil }
    }

    private static func directions(_ reader: DefinitionReader) -> Set<DialectDirection> {
        guard reader.has("directions") else { return Set(DialectDirection.allCases) }
        return Set(
            reader.strings("directions", isRequired: true).compactMap { word in
                if let direction = DialectDirection(rawValue: word) { return direction }
                reader.report("directions", item: word, zh: "须为 write、read", en: "must be write or read")
                return nil
            }
        )
    }

    private static func reasons(_ reader: DefinitionReader) -> [String: BilingualText] {
        guard let inner = reader.optionalObject("without") else { return [:] }
        var reasons: [String: BilingualText] = [:]
        for name in inner.names { reasons[name] = inner.bilingual(name) }
        inner.finish()
        return reasons
    }

    private static func place(_ reader: DefinitionReader) -> DatasetPlace? {
        guard let text = reader.optionalString("dataset") else { return nil }
        if text == "#root" { return .root }
        if text.hasPrefix("/") { return .pointer(text) }
        reader.report("dataset", zh: "须为指针或 #root", en: "must be a pointer or #root")
        return nil
    }
}
