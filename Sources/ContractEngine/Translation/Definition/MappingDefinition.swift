internal import Core

/// A mapping file, as written.
struct MappingDefinition: Sendable {
    /// `dataset` of a mapping that holds for every data set without one of its own.
    static let anyDataset = "*"

    let dataset: String
    /// The one version, not the current one, that it is for; nil when it is for all that have none of their own.
    let version: String?
    /// What the dialect calls the data set, any of which a document may say; empty when it has no name of its own.
    let names: [String]
    let root: String?
    private(set) var write: [MappingRow] = []
    private(set) var read: [MappingRow] = []
    let body: String
    let rest: FieldRenaming
    let unmapped: [String: String]
    let lossy: [String: String]
    let ignored: [String: String]
    let unfilled: [String: String]
    let mandatory: [MandatoryMember]
    let file: String

    /// Reads a mapping; nil when it is too broken to go on with.
    init?(_ reader: DefinitionReader) {
        let dataset = reader.string("dataset")
        version = reader.optionalString("version")
        names = reader.oneOrMoreStrings("name")
        root = reader.optionalString("root")
        for row in reader.objects("both", isRequired: false) ?? [] {
            guard let rows = MappingRow.both(row) else { continue }
            write.append(rows.write)
            read.append(rows.read)
        }
        for row in reader.objects("write", isRequired: false) ?? [] {
            if let row = MappingRow.single(row) { write.append(row) }
        }
        for row in reader.objects("read", isRequired: false) ?? [] {
            if let row = MappingRow.single(row) { read.append(row) }
        }
        body = reader.optionalString("body") ?? ""
        rest = MappingDefinition.rest(reader)
        func reasons(_ key: String) -> [String: String] {
            guard reader.has(key) else { return [:] }
            return Dictionary(
                reader.stringMembers(key).map { ($0.name, $0.value) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        unmapped = reasons("unmapped")
        lossy = reasons("lossy")
        ignored = reasons("ignored")
        unfilled = reasons("unfilled")
        mandatory = MandatoryMember.list(reader)
        _ = reader.string("source")
        for key in ["notes", "grade"] { _ = reader.optionalString(key) }
        file = reader.file
        reader.finish()
        guard let dataset else { return nil }
        self.dataset = dataset
    }

    private static func rest(_ reader: DefinitionReader) -> FieldRenaming {
        guard let node = reader.node("rest") else { return .refuse }
        switch node {
        case .string("refuse"): return .refuse
        case .string("copy"): return .copy
        case .string("camel-case"): return .camelCase
        case .object(let members) where members.count == 1 && members[0].name == "prefix":
            if let prefix = members[0].value.text, !prefix.isEmpty { return .prefix(prefix) }
        default: break
        }
        reader.report(
            "rest",
            zh: "须为 refuse、copy、camel-case 或 {\"prefix\": \"…\"}",
            en: "must be refuse, copy, camel-case or {\"prefix\": \"…\"}"
        )
        return .refuse
    }
}
