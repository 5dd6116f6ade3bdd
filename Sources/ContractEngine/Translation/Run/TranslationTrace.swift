/// What translations used, for the coverage report.
package struct TranslationTrace: Sendable {
    /// Rows that wrote something, table entries and answers that were used, conditions that held and that did not.
    package private(set) var used: Set<String> = []

    /// A trace of nothing.
    package init() {}

    mutating func use(_ plan: TranslationPlan, _ row: Int) {
        used.insert(Self.label(plan, plan.labels[row]))
    }

    mutating func decide(_ plan: TranslationPlan, _ condition: String, _ holds: Bool) {
        used.insert(Self.label(plan, condition) + (holds ? " true" : " false"))
    }

    mutating func use(_ table: CodeTablePlan, _ entry: [UInt8]?) {
        used.insert("\(table.label).\(entry.map { String(decoding: $0, as: UTF8.self) } ?? "unmapped")")
    }

    /// The name of a part of a plan; the direction tells the two rows of a `both` row apart.
    static func label(_ plan: TranslationPlan, _ part: String) -> String {
        "\(plan.scope) \(plan.direction.rawValue) \(part)"
    }

    /// Adds what `other` used.
    package mutating func merge(_ other: TranslationTrace) { used.formUnion(other.used) }
}
