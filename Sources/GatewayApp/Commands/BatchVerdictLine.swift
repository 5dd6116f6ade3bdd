import Core

/// What a verb that judges a batch prints for one line of it (`verify --batch`, `trust check --batch`).
struct BatchVerdictLine {
    /// The word that decides.
    let verdict: String
    /// Why, in English for a program.
    let reason: String
    /// Why, in the language of the console; empty where there is nothing to say.
    let explanation: String
    /// Place in the chain; nil for a verdict on no chain.
    var depth: Int?

    /// Prints it: the `id` of `node` as it was given, or the number of the line for people.
    func print(_ node: JSONNode?, line: Int, on console: Console) {
        var writer = JSONWriter()
        switch node?["id"] {
        case .number(let text)?: writer.raw(text)
        case .string(let text)?: writer.string(text)
        default: writer.null()
        }
        let id = writer.text
        guard console.format == .json else {
            return console.print("\(line): \(id) \(verdict)" + (explanation.isEmpty ? "" : ": \(explanation)"))
        }
        writer.removeAll()
        writer.beginObject()
        writer.key("id")
        writer.raw(id)
        writer.member("verdict", verdict)
        writer.member("reason", reason)
        if let depth { writer.member("depth", depth) }
        writer.endObject()
        console.print(bytes: writer.bytes)
    }
}
