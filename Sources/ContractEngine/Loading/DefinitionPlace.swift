internal import Core

/// Paths of single items in rows that are kept as they stand.
enum DefinitionPlace {
    /// The path of the string `text` in the array at `key` of `row`; `key` itself when that is no array or lacks it,
    /// as where the array comes from the row below an overlay.
    static func item(_ text: String, of key: String, in row: JSONNode?) -> String {
        guard case .array(let elements)? = row?[key], let index = elements.firstIndex(of: .string(text)) else {
            return key
        }
        return "\(key)[\(index)]"
    }

    /// The path of the first string `text` in `row`, whatever its key; nil when there is none. Members that say
    /// something in words or constants are passed over.
    static func find(_ text: String, in row: JSONNode) -> String? {
        switch row {
        case .object(let members):
            for member in members where !silent.contains(member.name) {
                if member.value == .string(text) { return member.name }
                if case .array = member.value, let rest = find(text, in: member.value) { return member.name + rest }
                if let rest = find(text, in: member.value) { return "\(member.name).\(rest)" }
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                if element == .string(text) { return "[\(index)]" }
                if let rest = find(text, in: element) { return "[\(index)].\(rest)" }
            }
        default: break
        }
        return nil
    }

    private static let silent: Set<String> = ["when", "notes", "source", "constant", "default", "grade", "rows"]
}
