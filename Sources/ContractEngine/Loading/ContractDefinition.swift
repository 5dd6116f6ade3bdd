internal import Core

/// A contract file, as written.
struct ContractDefinition {
    var name: String
    var number: Int
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
    var file: String

    /// Reads a contract; nil when it is too broken to go on with.
    init?(_ reader: DefinitionReader) {
        let name = reader.string("contract")
        let number = reader.integer("number", minimum: 1)
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
        if fields.isEmpty { reader.report("fields", zh: "须至少有一个字段", en: "needs at least one field") }
        rules = reader.objects("rules", isRequired: false)?.compactMap { RuleDefinition($0) } ?? []
        let registration = reader.objects("registration", isRequired: false) ?? []
        for key in ["source", "notes"] { _ = reader.optionalString(key) }
        file = reader.file
        reader.finish()
        guard let name, let number, let version, let title, let domain, let completeness, let routing else {
            return nil
        }
        self.name = name
        self.number = number
        self.version = version
        self.title = title
        self.domain = domain
        self.completeness = completeness
        self.routing = routing
        for row in registration { ContractDefinition.checkRegistration(row, fields: Set(fields.map(\.name))) }
    }

    /// The rules of the later registration stage are data of the contract too: their form is checked here.
    private static func checkRegistration(_ reader: DefinitionReader, fields: Set<String>) {
        _ = reader.string("kind")
        _ = reader.word("policy", Policy.self)
        let named = [reader.optionalString("field")].compactMap(\.self) + reader.strings("fields", isRequired: false)
        for field in named where !fields.contains(field) {
            reader.report("field", zh: "没有字段 \(field)", en: "there is no field \(field)")
        }
        for key in ["contract", "operation", "source", "notes"] { _ = reader.optionalString(key) }
        reader.finish()
    }
}
