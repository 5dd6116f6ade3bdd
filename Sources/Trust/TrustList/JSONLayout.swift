import Core

/// JSON laid out for people: objects and lists over several lines, except short ones that hold no others.
enum JSONLayout {
    private static let width = 100

    /// `node` as text with a newline at its end. Nodes come from the scanner or from our own lists, whose depth is
    /// bounded.
    static func bytes(_ node: JSONNode) -> [UInt8] {
        Array((text(node, indent: "") + "\n").utf8)
    }

    private static func text(_ node: JSONNode, indent: String) -> String {
        let compact = compact(node)
        let deeper = indent + "  "
        switch node {
        case .object(let members) where !members.isEmpty && (indent.isEmpty || !fits(compact, node, indent)):
            let lines = members.map { deeper + quoted($0.name) + ": " + text($0.value, indent: deeper) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        case .array(let elements) where !elements.isEmpty && !fits(compact, node, indent):
            let lines = elements.map { deeper + text($0, indent: deeper) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
        default:
            return compact
        }
    }

    private static func fits(_ compact: String, _ node: JSONNode, _ indent: String) -> Bool {
        let children: [JSONNode] =
            switch node {
            case .object(let members): members.map(\.value)
            case .array(let elements): elements
            case .string, .number, .bool, .null: []
            }
        let isFlat = children.allSatisfy { child in
            if case .array = child { return false }
            return true
        }
        return isFlat && indent.utf8.count + compact.utf8.count <= width
    }

    private static func compact(_ node: JSONNode) -> String {
        switch node {
        case .object(let members):
            "{" + members.map { quoted($0.name) + ": " + compact($0.value) }.joined(separator: ", ") + "}"
        case .array(let elements):
            "[" + elements.map(compact).joined(separator: ", ") + "]"
        case .string, .number, .bool, .null:
            written(node)
        }
    }

    private static func quoted(_ name: String) -> String { written(.string(name)) }

    private static func written(_ node: JSONNode) -> String {
        var writer = JSONWriter(capacity: 64)
        node.write(to: &writer)
        return writer.text
    }
}
