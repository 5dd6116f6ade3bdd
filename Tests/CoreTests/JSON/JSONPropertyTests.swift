import Core
import Foundation
import Testing

/// Random documents against Foundation's JSONSerialization, an independent implementation.
struct JSONPropertyTests {
    /// SplitMix64: the same documents in every run.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
            return value ^ value >> 31
        }
    }

    private static let pieces = [
        "a", "Z", "0", " ", "中", "文", "é", "😀", "\u{7f}", "\u{800}", "\u{ffff}", "\u{10000}", "/", "公共资源交易",
        "0123456789abcdef",
    ]
    private static let escapes = [
        "\\n", "\\\"", "\\\\", "\\/", "\\u4e2d", "\\uD83D\\uDE00", "\\u0001", "\\t", "\\b", "\\f", "\\r",
    ]

    private static func string(_ random: inout Generator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let list = Int.random(in: 0..<5, using: &random) == 0 ? escapes : pieces
            text += list.randomElement(using: &random) ?? ""
        }
        return "\"\(text)\""
    }

    private static func space(_ random: inout Generator) -> String {
        ["", "", "", " ", "\n", "\t ", "\r\n"].randomElement(using: &random) ?? ""
    }

    private static func value(_ random: inout Generator, _ depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 4 ? 5 : 8), using: &random) {
        case 0: return "null"
        case 1: return Bool.random(using: &random) ? "true" : "false"
        case 2: return String(Int.random(in: -1_000_000...1_000_000, using: &random))
        case 3: return "\(Int.random(in: -99...99, using: &random)).\(Int.random(in: 0...999, using: &random))e-2"
        case 4: return string(&random)
        case 5, 6:
            var members: [String] = []
            for number in 0..<Int.random(in: 0...6, using: &random) {
                let key = "\"\(number)" + string(&random).dropFirst()
                members.append(
                    space(&random) + key + space(&random) + ":" + space(&random) + value(&random, depth + 1)
                        + space(&random)
                )
            }
            return "{" + members.joined(separator: ",") + "}"
        default:
            let elements = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                space(&random) + value(&random, depth + 1) + space(&random)
            }
            return "[" + elements.joined(separator: ",") + "]"
        }
    }

    private static func foundation(_ bytes: [UInt8]) -> NSObject? {
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) as? NSObject
    }

    /// The document with 0 for every number that has an exponent: JSONSerialization refuses those beyond `Double`.
    private static func withoutExponents(_ bytes: [UInt8], _ tape: JSONTape) -> [UInt8] {
        var result: [UInt8] = []
        var copied = 0
        for index in 0..<tape.count where tape[index].kind == .number {
            let range = tape[index].range
            guard bytes[range].contains(where: { $0 | 0x20 == 0x65 }) else { continue }
            result += bytes[copied..<range.lowerBound] + [0x30]
            copied = range.upperBound
        }
        return result + bytes[copied...]
    }

    /// What we read and write again means the same to JSONSerialization as the document itself.
    @Test(arguments: 0..<20)
    func readsWhatFoundationReads(seed: Int) throws {
        var random = Generator(state: UInt64(seed))
        for _ in 0..<100 {
            let bytes = Array(Self.value(&random, 0).utf8)
            let node = try JSONNode.parse(bytes)
            var writer = JSONWriter()
            node.write(to: &writer)
            #expect(Self.foundation(writer.bytes) == Self.foundation(bytes))
        }
    }

    /// One byte changed, dropped or put in: what we accept, JSONSerialization accepts, and with the same meaning.
    @Test(arguments: 0..<20)
    func acceptsNothingThatFoundationRefuses(seed: Int) throws {
        var random = Generator(state: UInt64(1000 + seed))
        var tape = JSONTape()
        var accepted = 0
        for _ in 0..<300 {
            var bytes = Array(Self.value(&random, 0).utf8)
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            default: bytes.insert(Array("\"\\{}[],:0-.eE \u{1}".utf8).randomElement(using: &random) ?? 0, at: place)
            }
            guard tape.scan(bytes.span) == nil else { continue }
            accepted += 1
            #expect(
                Self.foundation(bytes) != nil || Self.foundation(Self.withoutExponents(bytes, tape)) != nil,
                "\(String(decoding: bytes, as: UTF8.self))"
            )
        }
        #expect(accepted > 20)
    }

    /// Containers end where their links say, keys and values alternate, offsets rise.
    @Test(arguments: 0..<10)
    func tapesAreWellNested(seed: Int) {
        var random = Generator(state: UInt64(2000 + seed))
        var tape = JSONTape()
        for _ in 0..<100 {
            let bytes = Array(Self.value(&random, 0).utf8)
            #expect(tape.scan(bytes.span) == nil)
            #expect(tape.indexAfter(0) == tape.count)
            for index in 0..<tape.count {
                let token = tape[index]
                #expect(token.end >= token.start && Int(token.end) <= bytes.count)
                if token.isContainer {
                    var child = index + 1
                    while child < Int(token.link) {
                        #expect(tape[child].start >= token.start && tape[child].end <= token.end)
                        if token.kind == .object {
                            #expect(tape[child].kind == .key)
                            child += 1
                        }
                        #expect(tape[child].kind != .key)
                        child = tape.indexAfter(child)
                    }
                    #expect(child == Int(token.link))
                }
                if token.kind == .string {
                    #expect(JSONText.string(bytes.span, token).unicodeScalars.count == Int(token.link))
                }
            }
        }
    }

    /// Every string the writer writes is read back by JSONSerialization as it was.
    @Test func writesStringsThatFoundationReads() throws {
        let texts = ["", "\"\\/\u{0}\u{1f}\u{7f}\n\r\t\u{8}\u{c}", "中文😀\u{2028}", "a\u{feff}b"] + Self.pieces
        var writer = JSONWriter()
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
        #expect(Self.foundation(writer.bytes) == texts as NSArray)
    }
}
