import Core
import Testing

/// Keys chosen to collide in the hash: the verdict stays exact and the cost bounded.
struct JSONDuplicateKeyTests {
    /// Keys that fall on one place of the table as it is at first.
    private static let colliding: [String] = {
        var keys: [String] = []
        var number = 0
        while keys.count < 200 {
            let key = "k\(number)"
            if JSONKeyHash.hash(Array(key.utf8).span) & 0xffff & 0x3ff == 0 { keys.append(key) }
            number += 1
        }
        return keys
    }()

    private func failure(_ keys: [String]) -> JSONFailure? {
        var tape = JSONTape()
        let text = "{" + keys.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        return tape.scan(Array(text.utf8).span)
    }

    @Test func collidingKeysAreTold() {
        #expect(failure(Self.colliding) == nil)
        let repeated = failure(Self.colliding + [Self.colliding[7], Self.colliding[3]])
        #expect(repeated?.fault == .duplicateKey)
        #expect(repeated?.pointer == "/\(Self.colliding[7])")
        // By hand: 200 members of `"key":0,` stand before the repeated key.
        let before = Self.colliding.reduce(1) { $0 + $1.utf8.count + 5 }
        #expect(repeated?.offset == before)
    }

    @Test func aTextFullOfKeysIsJudgedExactly() {
        let many = Self.colliding + (0..<20_000).map { "x\($0)" }
        #expect(failure(many) == nil)
        #expect(failure(many + ["x19999"])?.pointer == "/x19999")
        #expect(failure(many + ["\\u0078777"])?.pointer == "/x777")
    }

    @Test func manyKeysWithoutCollisionsAreJudgedExactly() {
        let many = (0..<20_000).map { "y\($0)" }
        #expect(failure(many) == nil)
        #expect(failure(many + ["y0"])?.pointer == "/y0")
    }

    /// One tape for texts large and small: what an earlier text left behind is not seen.
    @Test func aTapeForgetsEarlierTexts() {
        var tape = JSONTape()
        for round in 0..<300 {
            let count = round % 7 == 0 ? 2000 : 3
            let text = "[" + String(repeating: "{\"a\":1,\"b\":[]},", count: count) + "0]"
            #expect(tape.scan(Array(text.utf8).span) == nil)
            #expect(tape.count == 2 + count * 5)
            #expect(tape.scan(Array("{\"a\":1,\"a\":1}".utf8).span)?.fault == .duplicateKey)
            #expect(tape.count == 0)
        }
    }
}
