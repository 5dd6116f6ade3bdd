/// Which of the sources R1 to R20 allow data to go from one role to another (docs/specs/policy.md §2.2): what a flow names
/// must be among them, or it names something that says nothing of its direction.
enum LegalBasis {
    /// The sources that there are.
    static let known = Set((1...20).map { "R\($0)" })

    /// Those that allow a way; nil where none does, which breaks an invariant of its own.
    static func sources(from: ExchangeRole, to: ExchangeRole) -> Set<String>? {
        switch (from, to) {
        case (.trading, .service): ["R2", "R4", "R14", "R16"]
        case (.trading, .supervision): ["R2", "R3", "R5", "R11", "R12", "R15", "R18", "R19"]
        case (.supervision, .service): ["R2", "R7", "R8", "R14", "R19"]
        case (.supervision, .trading): ["R2", "R7"]
        case (.supervision, .supervision): ["R5", "R14", "R15"]
        case (.service, .trading): ["R2", "R14", "R17"]
        case (.service, .supervision): ["R2", "R3", "R15"]
        case (.service, .service): ["R4", "R14"]
        case (.supervision, .credit): ["R8", "R14"]
        case (.credit, .service), (.credit, .supervision), (.trading, .investment), (.trading, .experts): ["R14"]
        case (.trading, .inspection), (.supervision, .inspection): ["R3"]
        case (.trading, .archive): ["R11", "R18"]
        default: nil
        }
    }
}
