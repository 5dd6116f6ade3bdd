import Core

/// A document that differs from a sound one at one place. Most of them are wrong, some are not.
struct DocumentMistake {
    /// The place, and what was done there.
    let description: String
    let document: JSONNode
    /// True where a value became `null`.
    let isNull: Bool

    /// Takes every value of `document` in turn: leaves it out, repeats it, adds a key beside it, and puts values of every
    /// type and `others` in its place.
    static func all(of document: JSONNode, putting others: Set<JSONNode>) -> [DocumentMistake] {
        let usual: [JSONNode] = [
            .null, .bool(true), .number("7"), .number("-1"), .number("1.5"), .number("99999999999999999999"),
            .string(""),
            .string("no such word"), .string(" *:;"), .array([]), .array([.number("7")]), .object([]),
        ]
        let values = usual + others.subtracting(usual).sorted { $0.line < $1.line }
        var found: [DocumentMistake] = []
        walk(document, at: "", values, into: &found) { $0 }
        return found
    }

    /// `count` of `mistakes`, the same ones for the same seed.
    static func sample(_ mistakes: [DocumentMistake], _ count: Int, seed: UInt64) -> [DocumentMistake] {
        var state = seed
        // Knuth's MMIX generator: nothing depends on its quality, only on its being the same everywhere.
        let keyed = mistakes.map { mistake in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 16, mistake)
        }
        return keyed.sorted { $0.0 < $1.0 }.prefix(count).map(\.1)
    }

    private static func walk(
        _ node: JSONNode,
        at path: String,
        _ values: [JSONNode],
        into found: inout [DocumentMistake],
        _ whole: (JSONNode) -> JSONNode
    ) {
        func add(_ what: String, _ changed: JSONNode) {
            let description = "\(path.isEmpty ? "/" : path): \(what)"
            found.append(DocumentMistake(description: description, document: whole(changed), isNull: changed == .null))
        }
        for value in values where value != node && fits(value, node) { add("is \(value.line)", value) }
        switch node {
        case .object(let members):
            add("a key more", node.with("no such key", .bool(true)))
            for member in members {
                add("without \(member.name)", node.with(member.name, nil))
                walk(member.value, at: "\(path)/\(member.name)", values, into: &found) {
                    whole(node.with(member.name, $0))
                }
            }
        case .array(let elements):
            if let first = elements.first { add("the first one twice", .array([first] + elements)) }
            for (place, element) in elements.enumerated() {
                walk(element, at: "\(path)/\(place)", values, into: &found) {
                    var changed = elements
                    changed[place] = $0
                    return whole(.array(changed))
                }
            }
        default: break
        }
    }

    /// Words and bounds from a schema are tried where there was a value of their type; the usual mistakes everywhere.
    private static func fits(_ value: JSONNode, _ node: JSONNode) -> Bool {
        switch (value, node) {
        case (.string, .string): true
        case (.string(let text), _): text.isEmpty || text == "no such word"
        case (.number, .number): true
        case (.number(let text), _): text == "7"
        default: true
        }
    }
}
