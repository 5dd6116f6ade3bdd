import ContractEngine
import Testing

@testable import Pipeline

@Suite("What comes again in the relations of a data set")
struct RelationFormsTests {
    /// The first seven words (docs/specs/topics.md §2), and `words` behind them.
    private static func text(_ words: String) -> [UInt8] {
        let names = String(repeating: "0", count: 31) + "1 " + String(repeating: "0", count: 31) + "2"
        return Array("1 \(names) 00000000000000ff 20261121031800 child owned \(words)".utf8)
    }

    /// Forms that differ in a policy, in the fields or in the parent are told apart, also where they come again.
    @Test func eachWordIsReadAsItStands() throws {
        var forms = RelationForms()
        for _ in 0..<2 {
            let first = try #require(
                Relation(text: Self.text("p:SECTION:*:wait c:000000000000000a:ONE,TWO:reject:off:warn"), &forms)
            )
            #expect(first.parents == [ParentDemand(dataset: "SECTION", code: nil, isWaitedFor: true)])
            #expect(
                first.codes == [
                    CodeDemand(value: 10, fields: ["ONE", "TWO"], unique: .reject, repetition: .off, immutable: .warn)
                ]
            )
            let second = try #require(
                Relation(
                    text: Self.text(
                        "p:SECTIONS:000000000000000b:warn c:0000000000000000:ONE,TWO:reject:off:reject c:000000000000000c:ONE:warn:off:off"
                    ),
                    &forms
                )
            )
            #expect(second.parents == [ParentDemand(dataset: "SECTIONS", code: 11, isWaitedFor: false)])
            #expect(
                second.codes == [
                    CodeDemand(
                        value: 0,
                        fields: ["ONE", "TWO"],
                        unique: .reject,
                        repetition: .off,
                        immutable: .reject
                    ),
                    CodeDemand(value: 12, fields: ["ONE"], unique: .warn, repetition: .off, immutable: .off),
                ]
            )
        }
    }

    /// What admission never writes is read as nothing, whatever was read before.
    @Test(arguments: [
        "c:000000000000000a:ONE:reject:off", "c:000000000000000a:ONE:reject:off:warn:", "c:a:ONE:reject:off:warn",
        "c:000000000000000a:ONE:reject:off:never", "c:000000000000000a", "p:SECTION:*:wait:",
    ])
    func whatIsNoFormIsNotRead(word: String) throws {
        var forms = RelationForms()
        let right = Self.text("p:SECTION:*:wait c:000000000000000a:ONE:reject:off:warn")
        #expect(Relation(text: right, &forms) != nil)
        #expect(Relation(text: Self.text(word), &forms) == nil)
        #expect(Relation(text: Self.text(word)) == nil)
    }
}
