internal import Core

/// An `overlay.json`: what a profile changes in one contract, as a transformation of its definition.
///
/// The outcome is a contract definition like any other and goes through the same compiler. A row that names an existing
/// field or rule replaces the keys it carries, and `null` takes one away; then the whole row is read anew, so a changed
/// row has to make sense like a written one, and its mistakes are reported where the overlay stands.
struct OverlayDefinition {
    private let reader: DefinitionReader
    /// Data set that is changed.
    let contract: String

    /// An overlay of the file that `reader` reads; nil when it does not say of what.
    init?(_ reader: DefinitionReader) {
        self.reader = reader
        guard let contract = reader.string("contract") else { return nil }
        self.contract = contract
    }

    /// Directory of the overlay and its samples.
    var directory: String { String(reader.file.prefix(upTo: reader.file.lastIndex(of: "/") ?? reader.file.endIndex)) }

    /// Reports a mistake of the overlay.
    func report(_ key: String, zh: String, en: String) { reader.report(key, zh: zh, en: en) }

    /// `base` with the changes; the fields of its groups, as `groups` has them, become fields of the contract.
    func applied(to base: ContractDefinition, groups: [String: [FieldDefinition]]) -> ContractDefinition {
        var contract = base
        contract.file = reader.file
        contract.directory = directory
        replaceHead(&contract)
        contract.fields += base.groups.flatMap { groups[$0] ?? [] }
        contract.groups = []
        var touched: Set<String> = []
        remove(from: &contract)
        OverlayRows.apply(
            reader.objects("fields", isRequired: false) ?? [],
            to: &contract.fields,
            named: "name",
            &touched,
            id: \.name,
            node: \.node,
            read: { FieldDefinition($0, group: $1?.group) }
        )
        OverlayRows.apply(
            reader.objects("rules", isRequired: false) ?? [],
            to: &contract.rules,
            named: "id",
            &touched,
            id: \.id,
            node: \.node,
            read: { row, _ in RuleDefinition(row) }
        )
        for rule in reader.objects("registration", isRequired: false)?.compactMap({ RegistrationRule($0) }) ?? [] {
            let place = contract.registration.firstIndex { $0.kind == rule.kind && $0.fields == rule.fields }
            if let place { contract.registration[place] = rule } else { contract.registration.append(rule) }
        }
        contract.overlaid = touched
        reader.finish()
        return contract
    }

    private func replaceHead(_ contract: inout ContractDefinition) {
        if reader.has("number"), reader.optionalInteger("number", minimum: 1) != contract.number {
            report("number", zh: "须与基础合约一致", en: "must be that of the contract below")
        }
        if reader.has("ruleVersion") { contract.ruleVersion = reader.optionalString("ruleVersion") }
        if reader.has("title"), let title = reader.bilingual("title") { contract.title = title }
        if reader.has("completeness"), let word = reader.word("completeness", Completeness.self) {
            contract.completeness = word
        }
        if reader.has("key") {
            contract.key = reader.strings("key", isRequired: true, mayBeEmpty: true)
            contract.keyPlace = (reader.file, reader.node)
        }
        if let period = reader.optionalObject("valid") { contract.validity = ValidityPeriod(period) }
        if let source = reader.string("source") { contract.source = source }
        _ = reader.optionalString("notes")
    }

    private func remove(from contract: inout ContractDefinition) {
        for name in reader.strings("remove", isRequired: false) {
            if let place = contract.fields.firstIndex(where: { $0.name == name }) {
                contract.fields.remove(at: place)
            } else if let place = contract.rules.firstIndex(where: { $0.id == name }) {
                contract.rules.remove(at: place)
            } else if !reader.isBroken(name) {
                reader.report("remove", item: name, zh: "没有字段或规则 \(name)", en: "there is no field or rule \(name)")
            }
        }
    }
}
