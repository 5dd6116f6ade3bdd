/// A label of a metric: its name and the values it may take.
package struct Label: Sendable {
    /// Name as rendered, `[a-z_]+`.
    package let name: String
    /// The values it may take.
    package let domain: LabelDomain

    /// A label `name` over `domain`.
    package init(_ name: String, _ domain: LabelDomain) {
        self.name = name
        self.domain = domain
    }

    /// A label that takes the raw values of a closed list.
    package init<Values: CaseIterable & RawRepresentable>(_ name: String, of list: Values.Type)
    where Values.RawValue == String {
        self.init(name, .closed(Set(list.allCases.map(\.rawValue))))
    }
}
