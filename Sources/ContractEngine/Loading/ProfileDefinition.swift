internal import Core

/// A `profile.json`, as written.
struct ProfileDefinition {
    var id: String
    var title: BilingualText
    /// The edition that the profile changes, for example `national/v2`.
    var base: String
    var source: String
    var options: ProfileOptions
    var identifiers: [IdentifierKind: EditionDefinition.Identifier]
    /// What placeholders do here; nil where the edition decides.
    var placeholders: Policy?
    /// Overlay rows for the fields of groups, by the id of the group, with the reader of the group.
    var groups: [(id: String, place: DefinitionReader, rows: [DefinitionReader])]

    /// Reads a profile; nil when it is too broken to go on with.
    init?(_ reader: DefinitionReader) {
        let id = reader.string("profile")
        let title = reader.bilingual("title")
        let base = reader.string("base")
        let source = reader.string("source")
        options = reader.optionalObject("options").map(ProfileOptions.init) ?? .national
        identifiers = [:]
        for row in reader.objects("identifiers", isRequired: false) ?? [] {
            guard let (kind, identifier) = EditionDefinition.identifier(row) else { continue }
            if identifiers.updateValue(identifier, forKey: kind) != nil {
                row.report("id", zh: "标识规则 \(kind.rawValue) 重复", en: "identifier \(kind.rawValue) occurs twice")
            }
        }
        if let row = reader.optionalObject("placeholders") {
            placeholders = row.word("policy", Policy.self)
            for key in ["source", "notes"] { _ = row.optionalString(key) }
            row.finish()
        }
        groups = []
        for group in reader.objects("groups", isRequired: false) ?? [] {
            let id = group.string("id")
            let rows = group.objects("fields", isRequired: true) ?? []
            _ = group.optionalString("notes")
            group.finish()
            if let id { groups.append((id, group, rows)) }
        }
        _ = reader.optionalString("notes")
        reader.finish()
        guard let id, let title, let base, let source else { return nil }
        self.id = id
        self.title = title
        self.base = base
        self.source = source
    }
}
