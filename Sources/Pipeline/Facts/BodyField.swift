import Core

/// Reads single members of a JSON object where no contract is at work: facts, and the section of a sealed record
/// before anything else of it is looked at.
///
/// Names and separators are compared as bytes, as the contracts do: Swift's `==` on text also takes U+037E for `;` and
/// U+212A for `K`.
package enum BodyField {
    /// The text of the string member `name`; nil when `body` is not a JSON object with such a member.
    package static func text(_ name: String, of body: [UInt8]) -> String? {
        var tape = JSONTape()
        let bytes = body.span
        guard tape.scan(bytes) == nil, tape.count > 0, tape[0].kind == .object else { return nil }
        var index = 1
        let end = tape.indexAfter(0)
        while index + 1 < end {
            if tape[index + 1].kind == .string, JSONText.string(bytes, tape[index]).utf8.elementsEqual(name.utf8) {
                return JSONText.string(bytes, tape[index + 1])
            }
            index = tape.indexAfter(index + 1)
        }
        return nil
    }

    /// The items of a text in which `;` separates several values; a trailing separator adds none.
    package static func items(of text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: ";")).compactMap { String(Substring($0)) }
    }
}
