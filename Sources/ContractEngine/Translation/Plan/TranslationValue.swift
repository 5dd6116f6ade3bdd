/// What a source of a row gives: one value, or one for each item of a list.
enum TranslationValue: Sendable {
    case one(ScalarValue)
    case list([ScalarValue])

    static let absent = TranslationValue.one(.absent)

    /// True when nothing is to be written.
    var isAbsent: Bool {
        switch self {
        case .one(let value): value.kind == .absent
        case .list(let items): items.allSatisfy { $0.kind == .absent }
        }
    }
}
