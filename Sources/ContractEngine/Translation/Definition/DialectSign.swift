/// One way to recognise a document of a dialect; all that it says holds at once.
struct DialectSign: Sendable, Hashable {
    /// The form of all keys at the top of a document.
    enum KeyForm: String, CaseIterable, Sendable {
        case upper
        case camel
    }

    /// Stands for the root elements of the dialect's mappings.
    static let mappingRoots = "#mappings"

    var root: String?
    var members: [String] = []
    var keys: KeyForm?

    /// Reads a sign.
    init(_ reader: DefinitionReader) {
        root = reader.optionalString("root")
        members = reader.strings("members", isRequired: false)
        if reader.has("keys") { keys = reader.word("keys", KeyForm.self) }
        if root == nil, members.isEmpty, keys == nil {
            reader.report("", zh: "须有 root、members 或 keys", en: "needs root, members or keys")
        }
        for member in members where !member.hasPrefix("/") {
            reader.report("members", item: member, zh: "\(member) 不是指针", en: "\(member) is no pointer")
        }
        reader.finish()
    }

    /// How much it says; the sign that says most decides when several dialects match.
    var weight: Int { (root == nil ? 0 : 4) + members.count * 2 + (keys == nil ? 0 : 1) }
}
