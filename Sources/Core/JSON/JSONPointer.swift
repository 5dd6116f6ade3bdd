/// RFC 6901 pointers on problems.
package enum JSONPointer {
    /// Longest pointer, in bytes, that is put on a problem: keys are the sender's text and could be of any length.
    package static let maximumLength = 256

    /// `/` and `name` with `~` and `/` escaped (§3); empty, the pointer to the whole text, when it would be too long.
    package static func text(to name: String) -> String {
        var pointer = ""
        return append(name, to: &pointer) ? pointer : ""
    }

    /// The pointer of the member whose key stands at `index`, the last token of a finished or unfinished `tape`;
    /// empty when it would be too long.
    static func text(toKeyAt index: Int, _ bytes: Span<UInt8>, _ tape: Span<JSONToken>) -> String {
        var pointer = ""
        var node = 0
        while true {
            let isObject = tape[node].kind == .object
            var child = node + 1
            var position = 0
            // On to the child that holds the key: the last one that begins before it.
            while child != index {
                let value = isObject ? child + 1 : child
                let next = end(of: value, tape)
                if next > index { break }
                child = next
                position += 1
            }
            let name = isObject ? JSONText.string(bytes, tape[child]) : String(position)
            guard append(name, to: &pointer) else { return "" }
            if child == index { return pointer }
            node = isObject ? child + 1 : child
        }
    }

    /// The index past the value at `index`; past the tape while its container is open, whose link points backwards.
    private static func end(of index: Int, _ tape: Span<JSONToken>) -> Int {
        let token = tape[index]
        guard token.isContainer else { return index + 1 }
        let link = Int(token.link)
        return link > index && link != JSONScan.noParent ? link : tape.count
    }

    private static func append(_ name: String, to pointer: inout String) -> Bool {
        guard pointer.utf8.count + name.utf8.count < maximumLength else { return false }
        pointer += "/"
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": pointer += "~0"
            case "/": pointer += "~1"
            default: pointer.unicodeScalars.append(scalar)
            }
        }
        return pointer.utf8.count <= maximumLength
    }
}
