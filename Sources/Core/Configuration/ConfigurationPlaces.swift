/// Finds where in the text of a file the keys of its problems stand.
///
/// Reading a file makes a tree without places, as files are fine nearly always; the text is looked at again only for
/// the problems of one that is not.
package struct ConfigurationPlaces {
    private let bytes: [UInt8]
    private let tape: JSONTape

    /// The places of `bytes`; nil when they are no JSON text, the place of which fault its problem says itself.
    package init?(_ bytes: [UInt8]) {
        var tape = JSONTape()
        guard tape.scan(bytes.span, limits: ConfigurationDocument.limits) == nil else { return nil }
        self.bytes = bytes
        self.tape = tape
    }

    /// Where the member or element called `key` stands, in the form of ``ConfigurationProblem/key``: a member at its
    /// name, an element where it begins. When there is none, as of a key that is missing, the innermost one around it.
    package func place(of key: String) -> TextPlace {
        let path = Array(key.utf8)
        var position = 0
        var node = 0
        var offset = tape[0].rawRange.lowerBound
        while position < path.count, let step = step(path, position, node) {
            (position, node, offset) = step
        }
        return TextPlace(offset: offset, in: bytes.span)
    }

    /// `problem` with its place, unless it has one.
    package func located(_ problem: ConfigurationProblem) -> ConfigurationProblem {
        var problem = problem
        if problem.place == nil { problem.place = place(of: problem.key) }
        return problem
    }

    /// One step down from `node` along `path`: the position behind it, the node there and where it stands.
    private func step(_ path: [UInt8], _ position: Int, _ node: Int) -> (position: Int, node: Int, offset: Int)? {
        switch tape[node].kind {
        case .array: return element(path, position, node)
        case .object:
            let start = position > 0 && path[position] == UInt8(ascii: ".") ? position + 1 : position
            return member(path, start, node)
        default: return nil
        }
    }

    private func element(_ path: [UInt8], _ position: Int, _ node: Int) -> (position: Int, node: Int, offset: Int)? {
        guard path[position] == UInt8(ascii: "["), let end = path[position...].firstIndex(of: UInt8(ascii: "]")),
            let number = Int(String(decoding: path[position + 1..<end], as: UTF8.self)), number >= 0
        else { return nil }
        var child = node + 1
        for _ in 0..<number where child < Int(tape[node].link) { child = tape.indexAfter(child) }
        guard child < Int(tape[node].link) else { return nil }
        return (end + 1, child, tape[child].rawRange.lowerBound)
    }

    /// Names may hold the characters of a path themselves, so the longest name that fits counts.
    private func member(_ path: [UInt8], _ start: Int, _ node: Int) -> (position: Int, node: Int, offset: Int)? {
        var found: (position: Int, node: Int, offset: Int)?
        var child = node + 1
        while child < Int(tape[node].link) {
            let name = Array(JSONText.string(bytes.span, tape[child]).utf8)
            let end = start + name.count
            if path[start...].starts(with: name), end > found?.position ?? -1,
                end == path.count || path[end] == UInt8(ascii: ".") || path[end] == UInt8(ascii: "[")
            {
                found = (end, child + 1, tape[child].rawRange.lowerBound)
            }
            child = tape.indexAfter(child + 1)
        }
        return found
    }
}
