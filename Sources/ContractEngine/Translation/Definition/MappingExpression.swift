internal import Core

/// A value inside `concat`, `first` or `value`, as written.
enum MappingExpression: Sendable {
    case reference(String, [ConversionDefinition])
    case text(String)
    /// A text of `dialect.json` by its name.
    case named(String)
    case concat([MappingExpression], [ConversionDefinition])
    case first([MappingExpression], [ConversionDefinition])

    /// Expressions inside expressions are refused beyond this depth.
    private static let deepest = 8

    /// Reads the array at `key`.
    static func list(_ reader: DefinitionReader, _ key: String, depth: Int = 0) -> [MappingExpression] {
        guard case .array(let elements)? = reader.node(key), !elements.isEmpty else {
            reader.report(key, zh: "须为非空数组", en: "must be a non-empty array")
            return []
        }
        guard depth < deepest else {
            reader.report(key, zh: "表达式嵌套过深", en: "expressions are nested too deeply")
            return []
        }
        return elements.enumerated().compactMap { index, element in
            expression(element, reader, "\(key)[\(index)]", depth: depth)
        }
    }

    /// Reads one expression; nil when it is broken, which is reported.
    static func expression(
        _ node: JSONNode,
        _ reader: DefinitionReader,
        _ key: String,
        depth: Int = 0
    ) -> MappingExpression? {
        if case .string(let reference) = node { return .reference(reference, []) }
        let inner = reader.inner(node, key)
        defer { inner.finish() }
        if inner.has("text") { return inner.string("text").map { .text($0) } }
        if inner.has("named") { return inner.string("named").map { .named($0) } }
        let conversions = ConversionDefinition.list(inner)
        if inner.has("concat") { return .concat(list(inner, "concat", depth: depth + 1), conversions) }
        if inner.has("first") { return .first(list(inner, "first", depth: depth + 1), conversions) }
        return inner.string("from").map { .reference($0, conversions) }
    }

    /// All references in the expression.
    var references: [String] {
        switch self {
        case .reference(let name, _): [name]
        case .text, .named: []
        case .concat(let parts, _), .first(let parts, _): parts.flatMap(\.references)
        }
    }
}
