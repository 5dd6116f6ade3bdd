internal import Core

/// A value on its way from one document to another: nothing, decoded text, or JSON that is written as it stands.
struct ScalarValue: Sendable, Hashable {
    enum Kind: Sendable {
        case absent
        case text
        case literal
    }

    var kind: Kind
    var bytes: [UInt8]

    static let absent = ScalarValue(.absent, [])

    init(_ kind: Kind, _ bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    /// Decoded text; absent when empty.
    init(text bytes: [UInt8]) {
        self.init(bytes.isEmpty ? .absent : .text, bytes)
    }

    /// A value of a definition file.
    init(_ node: JSONNode) {
        if case .string(let text) = node {
            self.init(.text, Array(text.utf8))
        } else {
            var writer = JSONWriter()
            node.write(to: &writer)
            self.init(.literal, writer.bytes)
        }
    }
}
