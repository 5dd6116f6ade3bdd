internal import Core

/// Everything that the files of one edition say: its manifest, code lists, identifier policies, placeholders, holidays, groups,
/// contracts.
struct EditionDefinition {
    /// What `identifiers.json` says of one rule.
    struct Identifier {
        var policy: Policy
        var allowed: Set<String>
    }

    var name: String
    var version: String
    var title: BilingualText
    var lists: [String: CodeListDefinition] = [:]
    var identifiers: [IdentifierKind: Identifier] = [:]
    /// Nil where the edition has no placeholders.
    var placeholders: PlaceholderDefinition?
    /// Nil where the edition knows no holidays.
    var calendar: CalendarDefinition?
    var groups: [String: [FieldDefinition]] = [:]
    /// False when the file of the groups cannot be read: no contract can be compiled then.
    var hasGroups = true
    /// Ids of the groups in the order of `common.json`.
    private(set) var groupOrder: [String] = []
    /// The current version of each contract, by number.
    var contracts: [ContractDefinition] = []
    /// Other accepted versions, by number and version.
    var versions: [ContractDefinition] = []
    /// Id of the profile that changed the edition; nil for the edition as its files have it.
    var profile: String?
    /// How values are read.
    var options = ProfileOptions.national

    /// Reads the manifest; nil when it is too broken to go on with.
    init?(_ reader: DefinitionReader) {
        let name = reader.string("edition")
        let version = reader.string("version")
        let title = reader.bilingual("title")
        for key in ["source", "notes"] { _ = reader.optionalString(key) }
        reader.finish()
        guard let name, let version, let title else { return nil }
        self.name = name
        self.version = version
        self.title = title
    }

    /// An edition whose manifest was refused, so that the mistakes of its other files are found all the same.
    init(unread name: String, _ version: String) {
        self.name = name
        self.version = version
        title = BilingualText(zh: name, en: name)
    }

    /// Takes over `common.json`.
    mutating func addGroups(_ reader: DefinitionReader) {
        for group in reader.objects("groups", isRequired: true) ?? [] {
            let id = group.string("id")
            _ = group.bilingual("title")
            _ = group.optionalString("notes")
            let fields = group.objects("fields", isRequired: true)?.compactMap { FieldDefinition($0, group: id) }
            group.finish()
            guard let id, let fields else {
                reader.markBroken(id)
                continue
            }
            groupOrder.append(id)
            if groups.updateValue(fields, forKey: id) != nil {
                group.report("id", zh: "字段组 \(id) 重复", en: "group \(id) occurs twice")
            }
        }
        reader.finish()
    }

    /// Takes over `identifiers.json`.
    mutating func addIdentifiers(_ reader: DefinitionReader) {
        for row in reader.objects("identifiers", isRequired: true) ?? [] {
            guard let (kind, identifier) = EditionDefinition.identifier(row) else { continue }
            if identifiers.updateValue(identifier, forKey: kind) != nil {
                row.report("id", zh: "标识规则 \(kind.rawValue) 重复", en: "identifier \(kind.rawValue) occurs twice")
            }
        }
        reader.finish()
    }

    /// Reads one row of `identifiers`; nil when it is broken, which is reported.
    static func identifier(_ row: DefinitionReader) -> (IdentifierKind, Identifier)? {
        let kind = row.word("id", IdentifierKind.self)
        let policy = row.word("policy", Policy.self)
        let allowed = row.strings("allow", isRequired: false)
        for key in ["source", "notes"] { _ = row.optionalString(key) }
        row.finish()
        guard let kind, let policy else { return nil }
        return (kind, Identifier(policy: policy, allowed: Set(allowed)))
    }

    /// Policy and allow-list of an identifier rule; a party code passes what the codes it is made of let pass.
    func identifier(_ kind: IdentifierKind) -> Identifier {
        var identifier = identifiers[kind] ?? Identifier(policy: kind.defaultPolicy, allowed: [])
        if kind == .partyCode {
            for part in [IdentifierKind.uscc, .organisationCode, .identityNumber] {
                identifier.allowed.formUnion(identifiers[part]?.allowed ?? [])
            }
        }
        return identifier
    }
}
