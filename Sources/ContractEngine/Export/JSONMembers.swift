internal import Core

/// The members of a JSON object while it is made; what is nil or empty is left out.
struct JSONMembers {
    private(set) var members: [JSONNode.Member] = []

    /// The object.
    var node: JSONNode { .object(members) }

    /// True when there is no member.
    var isEmpty: Bool { members.isEmpty }

    mutating func add(_ name: String, _ node: JSONNode) {
        members.append(JSONNode.Member(name: name, value: node))
    }

    mutating func add(_ name: String, _ text: String?) {
        if let text, !text.isEmpty { add(name, .string(text)) }
    }

    mutating func add(_ name: String, _ number: Int?) {
        if let number { add(name, .number(String(number))) }
    }

    mutating func add(_ name: String, _ texts: [String]) {
        if !texts.isEmpty { add(name, .array(texts.map { .string($0) })) }
    }

    mutating func add(_ other: JSONMembers) {
        members += other.members
    }
}
