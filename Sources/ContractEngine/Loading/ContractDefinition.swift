internal import Core

/// A contract file, as written.
struct ContractDefinition {
    var name: String
    /// Nil for a data set that has no number.
    var number: Int?
    var version: String
    var title: BilingualText
    var domain: String
    var completeness: Completeness
    var ruleVersion: String?
    var key: [String]
    var parent: String?
    var groups: [String]
    var routing: RoutingFields
    var fields: [FieldDefinition]
    var rules: [RuleDefinition]
    var registration: [RegistrationRule]
    var source: String
    /// The days on which records of this version are accepted.
    var validity: ValidityPeriod
    /// True for the version that the schema path without a version means.
    var isCurrent = true
    /// Names of the fields and ids of the rules that an overlay changed or added; nil without overlay.
    var overlaid: Set<String>?
    var file: String
    /// The file that says routing, parent and groups; an overlay does not.
    var headFile: String
    /// The file that says the key, as it stands.
    var keyPlace: (file: String, node: JSONNode)
    /// Where contract and samples stand, beneath the directory of all contracts.
    var directory: String

    /// Reads a contract; nil when it is too broken to go on with.
    init?(_ reader: DefinitionReader) {
        let name = reader.string("contract")
        let isNumbered = reader.node("number") != .null
        let number = isNumbered ? reader.integer("number", minimum: 1) : nil
        let version = reader.string("version")
        let title = reader.bilingual("title")
        let domain = reader.string("domain")
        let completeness = reader.word("completeness", Completeness.self)
        ruleVersion = reader.optionalString("ruleVersion")
        // Many data sets have no key of their own: their records are told apart by the attribute datakey.
        key = reader.strings("key", isRequired: true, mayBeEmpty: true)
        parent = reader.optionalString("parent")
        groups = reader.strings("groups", isRequired: false)
        let routing = reader.object("routing").flatMap { RoutingFields($0) }
        fields = reader.objects("fields", isRequired: true)?.compactMap { FieldDefinition($0, group: nil) } ?? []
        if fields.isEmpty, reader.node("fields") == .array([]) {
            reader.report("fields", zh: "须至少有一个字段", en: "needs at least one field")
        }
        rules = reader.objects("rules", isRequired: false)?.compactMap { RuleDefinition($0) } ?? []
        registration =
            reader.objects("registration", isRequired: false)?.compactMap { RegistrationRule($0) } ?? []
        let source = reader.string("source")
        _ = reader.optionalString("notes")
        validity = reader.optionalObject("valid").map(ValidityPeriod.init) ?? .always
        file = reader.file
        headFile = file
        keyPlace = (file, reader.node)
        directory = String(reader.file.prefix(upTo: reader.file.lastIndex(of: "/") ?? reader.file.endIndex))
        reader.finish()
        guard let name, number != nil || !isNumbered, let version, let title, let domain, let completeness,
            let routing, let source
        else {
            reader.markBroken(name)
            return nil
        }
        self.name = name
        self.number = number
        self.version = version
        self.title = title
        self.domain = domain
        self.completeness = completeness
        self.routing = routing
        self.source = source
    }

    /// What the id of every rule begins with: the number, or the name of a data set without one.
    var stem: String { number.map(String.init) ?? name }

    /// Name of the directory: `<number>-<name>`, or the name of a data set without number.
    var folder: String { number.map { "\($0)-\(name)" } ?? name }
}
