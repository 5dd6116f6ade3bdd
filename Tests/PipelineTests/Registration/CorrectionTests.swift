import Core
import Pipeline
import RoutingPolicy
import Testing

/// Submissions that come in the place of earlier ones (docs/specs/topics.md §4a, Corrections).
@Suite struct CorrectionTests {
    private static func event(
        _ id: String,
        corrects: String? = nil,
        key: String = "0123456789abcdefghijkl",
        operation: String = "add",
        _ changes: [String: Any?] = [:]
    ) throws -> TestEvent {
        var event = try TestEvent("TENDER_ANN_QUA_INQUERY_ANN", id: id, changes)
        event.attributes[.datakey] = key
        event.attributes[.operation] = operation
        event.attributes[.corrects] = corrects
        return event
    }

    private static func scene() throws -> RegistrationScene {
        let scene = try RegistrationScene()
        try scene.submit(TestEvent("TENDER_PROJECT", id: "root"))
        _ = scene.ledger()
        return scene
    }

    /// A chain of notices is a line: each is corrected once.
    @Test func aNoticeIsCorrectedOnce() throws {
        let scene = try Self.scene()
        let keys = (1...4).map { "000000000000000000000\($0)" }
        #expect(try scene.submit(Self.event("a", key: keys[0])) == ["a accepted"])
        #expect(try scene.submit(Self.event("b", corrects: "a", key: keys[1])) == ["b accepted"])
        #expect(try scene.submit(Self.event("c", corrects: "a", key: keys[2])) == ["c refused superseded"])
        scene.restart()
        #expect(try scene.submit(Self.event("d", corrects: "a", key: keys[2])) == ["d refused superseded"])
        #expect(try scene.submit(Self.event("e", corrects: "b", key: keys[3])) == ["e accepted"])
        // What was accepted stays so.
        #expect(try scene.submit(Self.event("a", key: keys[0])) == ["a accepted duplicate"])
        #expect(scene.ledger() == ["a", "b", "e"])
    }

    @Test func theReceiptSaysWhatWasCorrected() throws {
        let scene = try Self.scene()
        try scene.admit(Self.event("b", corrects: "a"))
        try scene.work()
        let receipt = try #require(scene.new("receipt.trade").last?.value)
        #expect(String(decoding: receipt, as: UTF8.self).contains(#""corrects":"a""#))
    }

    /// Whatever its sender corrected is not to come back behind the correction, also where admission had refused it.
    @Test func whatWasCorrectedDoesNotComeLater() throws {
        let scene = try Self.scene()
        #expect(try scene.submit(Self.event("b", corrects: "a")) == ["b accepted"])
        #expect(try scene.submit(Self.event("a", operation: "change")) == ["a refused superseded"])
        scene.restart()
        #expect(try scene.submit(Self.event("a", operation: "change")) == ["a refused superseded"])
        #expect(scene.ledger() == ["b"])
    }

    /// A correction that is refused corrects nothing.
    @Test func aRefusedCorrectionLeavesEverythingAsItWas() throws {
        let scene = try Self.scene()
        #expect(try scene.submit(Self.event("a")) == ["a accepted"])
        #expect(try scene.submit(Self.event("b", corrects: "a")) == ["b refused data_key_exists"])
        #expect(try scene.submit(Self.event("c", corrects: "a", operation: "change")) == ["c accepted"])
    }

    /// Another platform's submission under the same id is another one.
    @Test func nobodyCorrectsForOthers() throws {
        let scene = try RegistrationScene()
        let base = try TestEvent("LEGAL_PERSON_BASE", id: "a")
        try scene.submit(base)
        let code = try #require(base.attributes[.partitionkey])
        var rival = try TestEvent("LEGAL_PERSON_BASE", from: .rival, id: "r", ["LEGAL_CODE": code])
        rival.attributes[.partitionkey] = base.attributes[.partitionkey]
        rival.key = base.key
        rival.attributes[.corrects] = "a"
        try scene.submit(rival)
        var own = base
        own.id = "c"
        own.attributes[.id] = "c"
        own.attributes[.operation] = "change"
        own.attributes[.corrects] = "a"
        #expect(try scene.submit(own) == ["c accepted"])
    }

    @Test func nothingCorrectsItself() throws {
        let scene = try RegistrationScene()
        let stage = scene.gateway.admission()
        try stage.refresh()
        let event = try Self.event("a", corrects: "a")
        let outputs = try stage.process(RecordBatch(records: [event.inbound()]), at: TestEvent.now).outputs
        let receipt = try #require(outputs.first { $0.topic == "receipt.trade" }?.value)
        let problems = try ReceiptDocument(receipt).problems
        #expect(problems.contains { $0.code == "attribute_invalid" && $0.pointer == "/@attributes/corrects" })
    }
}
