import Core

extension JSONNode {
    /// The members of an object; none of anything else.
    var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    /// The elements of an array; none of anything else.
    var elements: [JSONNode] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    /// The names of the members.
    var names: Set<String> { Set(members.map(\.name)) }

    /// The texts of the elements that are strings.
    var texts: [String] { elements.compactMap(\.text) }

    /// The tree on one line.
    var line: String {
        var writer = JSONWriter()
        write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// With `value` as the member `name`, in its place where there is one; nil takes it out.
    func with(_ name: String, _ value: JSONNode?) -> JSONNode {
        var members = members
        let place = members.firstIndex { $0.name == name }
        switch (place, value) {
        case (let place?, let value?): members[place] = Member(name: name, value: value)
        case (let place?, nil): members.remove(at: place)
        case (nil, let value?): members.append(Member(name: name, value: value))
        case (nil, nil): break
        }
        return .object(members)
    }

    /// With the elements of the member `name` that `body` keeps, as it changes them.
    func filtering(_ name: String, _ body: (JSONNode) -> JSONNode?) -> JSONNode {
        with(name, .array((self[name]?.elements ?? []).compactMap(body)))
    }
}
