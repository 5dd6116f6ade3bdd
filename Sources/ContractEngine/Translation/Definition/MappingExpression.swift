internal import Core

/// A value inside `concat`, `first` or `value`, as written.
enum MappingExpression {
    case reference(String, [ConversionDefinition])
    case text(String)

    /// Reads the array at `key`.
    static func list(_ reader: DefinitionReader, _ key: String) -> [MappingExpression] {
        guard case .array(let elements)? = reader.node(key), !elements.isEmpty else {
            reader.report(key, zh: "须为非空数组", en: "must be a non-empty array")
            return []
        }
        return elements.enumerated().compactMap { index, element in
            expression(element, reader, "\(key)[\(index)]")
        }
    }

    /// Reads one expression; nil when it is broken, which is reported.
    static func expression(_ node: JSONNode, _ reader: DefinitionReader, _ key: String) -> MappingExpression? {
        if case .string(let reference) = node { return .reference(reference, []) }
        let inner = reader.inner(node, key)
        defer { inner.finish() }
        if inner.has("text") { return inner.string("text").map { .text($0) } }
        let conversions = ConversionDefinition.list(inner)
        return inner.string("from").map { .reference($0, conversions) }
    }

    /// The reference; nil for a text.
    var reference: String? {
        if case .reference(let name, _) = self { name } else { nil }
    }
}
