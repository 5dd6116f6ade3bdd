/// The supervising departments (SUPERVISE_DEPT_CODE) for which a supervision platform stands.
package enum DepartmentSelection: Sendable, Hashable {
    /// Beside every department (`["*"]`), as who inspects or supervises all does: it is left out by none, and makes none known.
    case beside
    /// For these codes.
    case only(Set<String>)

    /// True when a record that names `codes` falls to it.
    func stands(forAny codes: [Substring]) -> Bool {
        switch self {
        case .beside: true
        case .only(let own): codes.contains { own.contains(String($0)) }
        }
    }
}
