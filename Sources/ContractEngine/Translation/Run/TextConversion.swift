internal import Core

/// The conversions of text that need nothing but the text.
enum TextConversion {
    /// The first `length` scalars from scalar `offset` on.
    static func slice(_ text: [UInt8], _ offset: Int, _ length: Int) -> [UInt8] {
        var position = 0
        var sliced: [UInt8] = []
        for byte in text {
            if byte & 0xc0 != 0x80 { position += 1 }
            if position > offset + length { break }
            if position > offset { sliced.append(byte) }
        }
        return sliced
    }

    /// `text` filled up to `length` scalars.
    static func pad(_ text: [UInt8], to length: Int, with filler: UInt8, isLeft: Bool) -> [UInt8] {
        let scalars = text.reduce(0) { $1 & 0xc0 != 0x80 ? $0 + 1 : $0 }
        guard scalars < length else { return text }
        let padding = [UInt8](repeating: filler, count: length - scalars)
        return isLeft ? padding + text : text + padding
    }

    /// `text` with every `pattern` exchanged, from the left.
    static func replace(_ text: [UInt8], _ pattern: [UInt8], _ replacement: [UInt8]) -> [UInt8] {
        guard !pattern.isEmpty, text.count >= pattern.count else { return text }
        var replaced: [UInt8] = []
        var index = 0
        while index < text.count {
            if index + pattern.count <= text.count, text[index] == pattern[0],
                text[index..<(index + pattern.count)].elementsEqual(pattern)
            {
                replaced += replacement
                index += pattern.count
            } else {
                replaced.append(text[index])
                index += 1
            }
        }
        return replaced
    }

    /// `text` without white space of JSON and the ideographic space at its ends.
    static func trim(_ text: [UInt8]) -> [UInt8] {
        let blanks: Set<Unicode.Scalar> = [" ", "\t", "\n", "\r", "\u{3000}", "\u{00a0}"]
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        guard let first = scalars.firstIndex(where: { !blanks.contains($0) }),
            let last = scalars.lastIndex(where: { !blanks.contains($0) })
        else { return [] }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[first...last])
        return Array(String(view).utf8)
    }

    /// The items between `separator`; the empty one after the last separator is left out.
    static func items(_ text: [UInt8], _ separator: UInt8) -> [[UInt8]] {
        var items = text.split(separator: separator, omittingEmptySubsequences: false).map { Array($0) }
        if items.last?.isEmpty == true { items.removeLast() }
        return items
    }

    /// `text` with another separator; nil when an item holds it already.
    static func separate(_ text: [UInt8], from: UInt8, to: UInt8) -> [UInt8]? {
        guard from != to, !text.contains(to) else { return from == to ? text : nil }
        var separated = text
        for index in separated.indices where separated[index] == from { separated[index] = to }
        if separated.last == to { separated.removeLast() }
        return separated
    }

    /// `text` with ASCII letters raised or lowered.
    static func cased(_ text: [UInt8], isUpper: Bool) -> [UInt8] {
        text.map { byte in
            if isUpper { return (0x61...0x7a).contains(byte) ? byte - 0x20 : byte }
            return (0x41...0x5a).contains(byte) ? byte + 0x20 : byte
        }
    }
}
