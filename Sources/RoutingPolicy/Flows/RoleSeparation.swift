import Core

/// Two roles that no body may hold both, beside trading and supervision, which rule R6 names itself. What else follows from R6
/// is a reading of it, and so it is data (ADR 15).
package struct RoleSeparation: Sendable, Hashable {
    /// One role.
    package let one: ExchangeRole
    /// The other one.
    package let other: ExchangeRole
    /// Where the rule comes from, for people.
    package let source: String

    /// That nobody holds both `one` and `other`.
    package init(_ one: ExchangeRole, _ other: ExchangeRole, source: String) {
        self.one = one
        self.other = other
        self.source = source
    }
}

extension RoleSeparation {
    /// An entry of `apart`; nil with a report where it names no two roles.
    init?(_ value: JSONNode, at path: String, log: MistakeLog) {
        guard let object = ConfigurationObject(value, at: path, as: FlowTableObject.separation, log: log) else {
            return nil
        }
        let one: ExchangeRole? = object.choice("one")
        let other: ExchangeRole? = object.choice("other")
        let source = object.text("source")
        guard let one, let other, let source else { return nil }
        guard one != other else {
            log.report(
                .invalid,
                at: object.key("other"),
                zh: "须为另一职能：一个主体可运营同一职能的多个平台",
                en: "must be another role: one body may run several platforms of one role"
            )
            return nil
        }
        self.init(one, other, source: source)
    }
}
