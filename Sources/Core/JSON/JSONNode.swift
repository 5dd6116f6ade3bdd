/// A JSON text as a tree, for configuration and tools; records on the data path stay on the ``JSONTape``.
package indirect enum JSONNode: Sendable, Hashable {
    /// A member of an object.
    package struct Member: Sendable, Hashable {
        /// Its decoded name.
        package let name: String
        /// Its value.
        package let value: JSONNode

        /// Member `name` with `value`.
        package init(name: String, value: JSONNode) {
            self.name = name
            self.value = value
        }
    }

    /// Members in the order of the text; no name occurs twice.
    case object([Member])
    /// Elements in order.
    case array([JSONNode])
    /// Decoded text.
    case string(String)
    /// A number as it was written.
    case number(String)
    /// `true` or `false`
    case bool(Bool)
    /// `null`
    case null

    /// Reads `bytes` as one JSON text.
    ///
    /// - Throws: what the scanner found wrong.
    package static func parse(
        _ bytes: [UInt8],
        limits: JSONLimits = JSONLimits()
    ) throws(JSONFailure) -> JSONNode {
        var tape = JSONTape()
        if let failure = tape.scan(bytes.span, limits: limits) { throw failure }
        var index = 0
        return node(bytes.span, tape, &index)
    }

    /// The value of member `name`; nil when this is no object or has no such member.
    package subscript(name: String) -> JSONNode? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text of a string; nil for anything else.
    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The node at `index`, which moves past it. Recursion is bounded by the depth limit of the scanner.
    private static func node(_ bytes: Span<UInt8>, _ tape: JSONTape, _ index: inout Int) -> JSONNode {
        let token = tape[index]
        index += 1
        switch token.kind {
        case .object:
            var members: [Member] = []
            while index < Int(token.link) {
                let name = JSONText.string(bytes, tape[index])
                index += 1
                members.append(Member(name: name, value: node(bytes, tape, &index)))
            }
            return .object(members)
        case .array:
            var elements: [JSONNode] = []
            while index < Int(token.link) { elements.append(node(bytes, tape, &index)) }
            return .array(elements)
        case .string, .key: return .string(JSONText.string(bytes, token))
        case .number: return .number(JSONText.string(bytes, token))
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .null: return .null
        }
    }

    /// Writes the tree compactly.
    package func write(to writer: inout JSONWriter) {
        switch self {
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.name)
                member.value.write(to: &writer)
            }
            writer.endObject()
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .string(let text): writer.string(text)
        case .number(let text): writer.raw(text)
        case .bool(let value): writer.bool(value)
        case .null: writer.null()
        }
    }
}
