import Core

/// A JSON value of a configuration file. Data from partners never passes through it.
enum ConfigurationValue {
    case null
    case boolean(Bool)
    case number(String)
    case text(String)
    case list([ConfigurationValue])
    case object([String: ConfigurationValue])

    /// The value that begins at `index` of `tape`, which accepted `bytes`.
    init(_ tape: JSONTape, _ bytes: Span<UInt8>, at index: Int = 0) {
        let token = tape[index]
        switch token.kind {
        case .null: self = .null
        case .true: self = .boolean(true)
        case .false: self = .boolean(false)
        case .number: self = .number(JSONText.string(bytes, token))
        case .string, .key: self = .text(JSONText.string(bytes, token))
        case .array:
            var items: [ConfigurationValue] = []
            var position = index + 1
            while position < tape.indexAfter(index) {
                items.append(ConfigurationValue(tape, bytes, at: position))
                position = tape.indexAfter(position)
            }
            self = .list(items)
        case .object:
            var members: [String: ConfigurationValue] = [:]
            var position = index + 1
            while position < tape.indexAfter(index) {
                let name = JSONText.string(bytes, tape[position])
                members[name] = ConfigurationValue(tape, bytes, at: position + 1)
                position = tape.indexAfter(position + 1)
            }
            self = .object(members)
        }
    }
}
