internal import Core

/// JSON for people: two spaces a level, what fits on a line in one line.
enum IndentedJSON {
    private static let lineLength = 110

    /// The text of `node`, with a line feed at the end.
    static func text(_ node: JSONNode) -> String {
        var output = ""
        write(node, indent: 0, prefix: 0, to: &output)
        return output + "\n"
    }

    private static func write(_ node: JSONNode, indent: Int, prefix: Int, to output: inout String) {
        let line = self.line(node)
        if indent > 0, indent + prefix + line.unicodeScalars.count <= lineLength {
            output += line
            return
        }
        let margin = String(repeating: " ", count: indent + 2)
        switch node {
        case .object(let members) where !members.isEmpty:
            for (number, member) in members.enumerated() {
                let name = self.line(.string(member.name)) + ": "
                output += (number == 0 ? "{\n" : ",\n") + margin + name
                write(member.value, indent: indent + 2, prefix: name.unicodeScalars.count, to: &output)
            }
            output += "\n" + margin.dropLast(2) + "}"
        case .array(let elements) where !elements.isEmpty:
            for (number, element) in elements.enumerated() {
                output += (number == 0 ? "[\n" : ",\n") + margin
                write(element, indent: indent + 2, prefix: 0, to: &output)
            }
            output += "\n" + margin.dropLast(2) + "]"
        default: output += line
        }
    }

    /// On one line, with a blank after commas and colons.
    static func line(_ node: JSONNode) -> String {
        switch node {
        case .object(let members):
            let parts = members.map { line(.string($0.name)) + ": " + line($0.value) }
            return "{" + parts.joined(separator: ", ") + "}"
        case .array(let elements): return "[" + elements.map(line).joined(separator: ", ") + "]"
        default:
            var writer = JSONWriter()
            node.write(to: &writer)
            return writer.text
        }
    }
}
