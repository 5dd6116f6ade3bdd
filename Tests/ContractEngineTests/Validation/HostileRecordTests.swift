import ContractEngine
import Core
import Testing

/// Records made to hurt: they are refused, in bounded time and space.
struct HostileRecordTests {
    private func judge(_ text: String) throws -> ProblemList {
        var validator = RecordValidator()
        var list = ProblemList()
        let program = try ContractFixture.program()
        _ = validator.validate(Array(text.utf8), against: program, operation: .add, problems: &list)
        return list
    }

    @Test func aHundredProblemsAreKeptAndTheRestCounted() throws {
        let text = "{" + (0..<50_000).map { "\"X\($0)\":\($0)" }.joined(separator: ",") + "}"
        let list = try judge(text)
        #expect(list.problems.count == 100)
        #expect(list.omitted == 50_000 + 3 - 100)
        #expect(list.refuses)
    }

    @Test func nestingIsRefusedBeforeItHurts() throws {
        let text = "{\"NOTE\":" + String(repeating: "[", count: 500_000)
        #expect(try judge(text).problems.map(\.code) == [.jsonTooDeep])
        let objects = String(repeating: "{\"a\":", count: 200_000)
        #expect(try judge(objects).problems.map(\.code) == [.jsonTooDeep])
    }

    @Test func longNumbersAndTextsAreRefused() throws {
        #expect(
            try judge("{\"MONEY\":" + String(repeating: "9", count: 900_000) + "}").problems.map(\.code) == [
                .jsonNumberTooLong
            ]
        )
        let digits = try judge("{\"MONEY\":\"" + String(repeating: "9", count: 900_000) + "\"}")
        #expect(digits.problems.contains { $0.code == .fieldNumber })
        #expect(
            try judge("{\"NOTE\":\"" + String(repeating: "x", count: 1 << 20) + "\"}").problems.map(\.code) == [
                .payloadTooLarge
            ]
        )
    }

    /// A name of any length puts no more than a bounded pointer on the receipt.
    @Test func pointersAreBounded() throws {
        let list = try judge("{\"" + String(repeating: "k", count: 900_000) + "\":1}")
        let unknown = try #require(list.problems.first { $0.code == .fieldUnknown })
        #expect(unknown.pointer.isEmpty)
        #expect(list.problems.allSatisfy { $0.pointer.utf8.count <= 256 && $0.message.en.utf8.count < 500 })
    }

    @Test func manyItemsAreOneProblem() throws {
        let list = try judge("{\"PARTIES\":\"" + String(repeating: "1;", count: 400_000) + "\"}")
        #expect(list.problems.filter { $0.code == .fieldIdentifier }.count == 1)
    }
}
