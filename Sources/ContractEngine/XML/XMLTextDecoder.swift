internal import Core
internal import Foundation

/// The characters of an XML document, from the encoding that it declares.
enum XMLTextDecoder {
    /// What the bytes are.
    private enum Encoding {
        case utf8
        case gb18030
    }

    /// GB 18030 by its number among the encodings of Core Foundation (0x0632), which Foundation takes with the high
    /// bit set; GBK and GB 2312 are subsets of it.
    private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)

    /// `document` as UTF-8 without byte order mark, the name of the encoding in the declaration blanked out; nil,
    /// with a problem, when the bytes are not what they are declared to be.
    static func decode(_ document: [UInt8], _ problems: inout ProblemList) -> [UInt8]? {
        var bytes = document[...]
        if bytes.starts(with: [0xfe, 0xff]) || bytes.starts(with: [0xff, 0xfe]) || bytes.prefix(4).contains(0) {
            problems.append(
                XMLFault.encoding(
                    offset: 0,
                    zh: "只接受 UTF-8、GBK、GB2312、GB18030",
                    en: "only UTF-8, GBK, GB2312 and GB18030 are accepted"
                )
            )
            return nil
        }
        let hasMark = bytes.starts(with: [0xef, 0xbb, 0xbf])
        if hasMark { bytes = bytes.dropFirst(3) }
        let declared = declaration(bytes)
        var encoding = Encoding.utf8
        if let declared {
            switch String(decoding: bytes[declared.name], as: UTF8.self).uppercased() {
            case "UTF-8", "UTF8", "US-ASCII": break
            case "GBK", "GB2312", "GB18030", "GB_2312-80", "CP936":
                encoding = .gb18030
                guard !hasMark else {
                    problems.append(
                        XMLFault.encoding(
                            offset: 0,
                            zh: "声明的编码与 UTF-8 字节顺序标记不符",
                            en: "the declared encoding contradicts the byte order mark of UTF-8"
                        )
                    )
                    return nil
                }
            default:
                problems.append(
                    XMLFault.encoding(
                        offset: declared.name.lowerBound,
                        zh: "只接受 UTF-8、GBK、GB2312、GB18030",
                        en: "only UTF-8, GBK, GB2312 and GB18030 are accepted"
                    )
                )
                return nil
            }
        }
        guard var text = encoding == .utf8 ? utf8(bytes, &problems) : chinese(bytes, &problems) else { return nil }
        if let declared {
            // The text is UTF-8 now; blanks keep the columns of the first line.
            let start = declared.attribute.lowerBound - bytes.startIndex
            for index in start..<(start + declared.attribute.count) { text[index] = 0x20 }
        }
        return text
    }

    /// Where `encoding="…"` stands in the declaration, and the name in it; nil when there is none. The declaration
    /// is ASCII in every encoding that is accepted.
    private static func declaration(_ bytes: ArraySlice<UInt8>) -> (attribute: Range<Int>, name: Range<Int>)? {
        guard bytes.starts(with: Array("<?xml".utf8)) else { return nil }
        let head = bytes.prefix(512)
        guard let end = head.firstIndex(of: 0x3e) else { return nil }
        let word = Array("encoding".utf8)
        guard
            let start = (head.startIndex..<end).first(where: {
                $0 + word.count <= end && head[$0..<($0 + word.count)].elementsEqual(word)
            })
        else { return nil }
        var index = start + word.count
        func skipBlanks() { while index < end, [0x20, 0x09, 0x0a, 0x0d].contains(head[index]) { index += 1 } }
        skipBlanks()
        guard index < end, head[index] == 0x3d else { return nil }
        index += 1
        skipBlanks()
        guard index < end, head[index] == 0x22 || head[index] == 0x27,
            let close = head[(index + 1)..<end].firstIndex(of: head[index])
        else { return nil }
        return (start..<(close + 1), (index + 1)..<close)
    }

    private static func utf8(_ bytes: ArraySlice<UInt8>, _ problems: inout ProblemList) -> [UInt8]? {
        let array = Array(bytes)
        guard let offset = UTF8Check.firstFault(array) else { return array }
        problems.append(
            XMLFault.encoding(
                offset: offset + bytes.startIndex,
                zh: "不是合法的 UTF-8；若为 GBK 或 GB18030，须在声明中写明",
                en: "not valid UTF-8; GBK or GB18030 must be declared"
            )
        )
        return nil
    }

    private static func chinese(_ bytes: ArraySlice<UInt8>, _ problems: inout ProblemList) -> [UInt8]? {
        let array = Array(bytes)
        if looksLikeUTF8(array) {
            problems.append(
                XMLFault.encoding(
                    offset: (array.firstIndex { $0 >= 0x80 } ?? 0) + bytes.startIndex,
                    zh: "声明为 GBK 或 GB18030，内容却是 UTF-8",
                    en: "declared as GBK or GB18030, but the text is UTF-8"
                )
            )
            return nil
        }
        var text: [UInt8] = []
        text.reserveCapacity(array.count * 3 / 2)
        var start = 0
        var index = 0
        while index < array.count {
            let next = characterEnd(array, index)
            if let next, next - start < 4096, next < array.count {
                index = next
                continue
            }
            let end = next ?? index
            if let chunk = decode(array[start..<end]), next != nil {
                text += chunk
                start = end
                index = end
                continue
            }
            problems.append(
                XMLFault.encoding(
                    offset: firstUndecodable(array, start..<end) + bytes.startIndex,
                    zh: "不是合法的 GB18030",
                    en: "not valid GB18030"
                )
            )
            return nil
        }
        return text
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        guard let text = String(bytes: bytes, encoding: gb18030), !text.unicodeScalars.contains("\u{fffd}") else {
            return nil
        }
        return Array(text.utf8)
    }

    /// Offset of the first character that stands for nothing; the end when every one is fine and the next is not.
    private static func firstUndecodable(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, let next = characterEnd(bytes, index), decode(bytes[index..<next]) != nil {
            index = next
        }
        return index
    }

    /// The index past the character at `index`, by the byte ranges of GB 18030; nil when none begins there.
    private static func characterEnd(_ bytes: [UInt8], _ index: Int) -> Int? {
        let first = bytes[index]
        if first < 0x80 { return index + 1 }
        guard (0x81...0xfe).contains(first), index + 1 < bytes.count else { return nil }
        let second = bytes[index + 1]
        if (0x40...0x7e).contains(second) || (0x80...0xfe).contains(second) { return index + 2 }
        guard (0x30...0x39).contains(second), index + 3 < bytes.count, (0x81...0xfe).contains(bytes[index + 2]),
            (0x30...0x39).contains(bytes[index + 3])
        else { return nil }
        return index + 4
    }

    /// True for a text with at least eight characters of three bytes that is UTF-8 throughout: as GB 18030 such a
    /// text would be a coincidence.
    private static func looksLikeUTF8(_ bytes: [UInt8]) -> Bool {
        guard UTF8Check.firstFault(bytes) == nil else { return false }
        var count = 0
        for byte in bytes where byte & 0xf0 == 0xe0 { count += 1 }
        return count >= 8
    }
}
