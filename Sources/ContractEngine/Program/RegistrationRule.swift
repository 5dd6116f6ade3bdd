package import Core

/// A rule about other records, declared by a contract and enforced at registration.
package struct RegistrationRule: Sendable, Hashable {
    /// What the rule demands.
    package enum Kind: String, CaseIterable, Sendable, Hashable {
        /// No other record has the same value of the fields.
        case unique
        /// A change does not alter the fields.
        case immutable
        /// A record of ``contract`` with the same value of the fields was accepted before.
        case parent
        /// No other record has the same content of the fields.
        case `repeat`
        /// The unified deal code is needed while no record of ``contract`` with its own exists.
        case dealCodeWhenNoSection = "deal-code-when-no-section"
        /// The record is held until its filing was reviewed.
        case filingHeld = "filing-held"
    }

    /// Among which records a rule holds.
    package enum Scope: String, CaseIterable, Sendable, Hashable {
        /// Among those of one case: elsewhere the same value says nothing.
        case withinCase = "case"
    }

    /// What the rule demands.
    package let kind: Kind
    /// What a violation does.
    package let policy: Policy
    /// The fields the rule looks at.
    package let fields: [String]
    /// The other data set; nil when the rule looks at records of its own.
    package let contract: String?
    /// The operation to which the rule applies; nil for every one.
    package let operation: RecordOperation?
    /// Among which records a rule of kind `unique` or `repeat` holds; nil for all.
    package let scope: Scope?
    /// Where the rule comes from.
    package let source: String
    /// File of the rule, and its path there.
    let file: String
    let path: String
    /// The rule as it stands.
    private let node: JSONNode

    /// The path of the field `name` in the file.
    func place(of name: String) -> String {
        let key = node["fields"] == nil ? "field" : DefinitionPlace.item(name, of: "fields", in: node)
        return "\(path).\(key)"
    }

    /// Reads a rule; nil when it is broken, which is reported. That its fields and its contract exist is for the
    /// loader to see.
    init?(_ reader: DefinitionReader) {
        let kind = reader.word("kind", Kind.self)
        let policy = reader.word("policy", Policy.self)
        let field = reader.optionalString("field")
        let several = reader.strings("fields", isRequired: false)
        contract = reader.optionalString("contract")
        operation = reader.has("operation") ? reader.word("operation", RecordOperation.self) : nil
        scope = reader.has("scope") ? reader.word("scope", Scope.self) : nil
        let source = reader.string("source")
        _ = reader.optionalString("notes")
        reader.finish()
        guard let kind, let policy, let source else { return nil }
        self.kind = kind
        self.policy = policy
        self.source = source
        file = reader.file
        path = reader.path
        node = reader.node
        fields = field.map { [$0] } ?? several
        if field != nil && !several.isEmpty {
            reader.report("fields", zh: "不得与 field 同时使用", en: "cannot stand beside field")
        }
        if fields.isEmpty && kind != .filingHeld {
            reader.report("field", zh: "缺少", en: "is missing")
        }
        if reader.has("scope"), kind != .unique, kind != .repeat {
            reader.report("scope", zh: "不适用于此类规则", en: "does not belong to a rule of this kind")
        }
        let needsContract = kind == .parent || kind == .dealCodeWhenNoSection
        if needsContract != (contract != nil) {
            reader.report(
                "contract",
                zh: needsContract ? "缺少" : "不适用于此类规则",
                en: needsContract ? "is missing" : "does not belong to a rule of this kind"
            )
        }
    }
}
