/// A field with everything that stands behind its row: code list, policies of its identifier rules, when it is needed.
struct ExportedField {
    /// An identifier rule of the field that is not off.
    struct Check {
        let kind: IdentifierKind
        let policy: Policy
        /// Values that pass although they fail the rule, sorted.
        let allowed: [String]
    }

    let definition: FieldDefinition
    /// The field's code list; nil for fixed values and without a list.
    let list: CodeListDefinition?
    let checks: [Check]
    let isRequiredOnAdd: Bool
    let isRequiredOnChange: Bool
    /// True when a placeholder passes where a value is asked for.
    let placeholderPasses: Bool

    var name: String { definition.name }

    /// The separator as text; nil when there is one value.
    var separator: String? { definition.separator.map { String(Unicode.Scalar($0)) } }

    /// The codes outside of which the record is refused; nil when nothing is refused by a list.
    var closedCodes: [String]? {
        guard !definition.isSuspect else { return nil }
        if let values = definition.values { return values.map(\.code) }
        guard let list, list.strictness == .reject else { return nil }
        return list.values.map(\.code)
    }

    /// True when values of another type only warn.
    var hasUnsureType: Bool { definition.typeGrade != .found }

    /// The codes with their titles, whether they are enforced or not; empty when there are none.
    var titledCodes: [CodeListDefinition.Value] { definition.values ?? list?.values ?? [] }
}
