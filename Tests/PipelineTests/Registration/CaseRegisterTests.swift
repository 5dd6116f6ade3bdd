import Core
import Testing

@testable import Pipeline

/// The register under random changes: what is discarded leaves no trace, and what is written is all there is to know.
@Suite struct CaseRegisterTests {
    /// Everything that can be asked of a register, over the small world of ``RegisterCourse``.
    private static func dump(_ register: CaseRegister) -> [String] {
        var lines = ["counts \(register.counts) deadline \(register.nextDeadline.map(\.milliseconds) ?? 0)"]
        lines.append("waiting \(register.waitingCases.sorted())")
        for sender in RegisterCourse.platforms { lines.append("\(sender) waits \(register.parkedCount(of: sender))") }
        for code in RegisterCourse.codes where register.isTaken(code) { lines.append("taken \(code)") }
        for caseKey in RegisterCourse.cases {
            let parked = register.parked(in: caseKey)
            if !parked.isEmpty { lines.append("\(caseKey) parked \(parked)") }
            if let entry = register.entry(of: caseKey) {
                let owners = RegisterCourse.platforms.filter { register.isOwned(entry, by: $0) }
                lines.append("\(caseKey) of \(owners) live \(entry.live) roots \(entry.roots) closed \(entry.isClosed)")
                let facts = register.facts(of: caseKey).map { "\($0.fact) \($0.section) \($0.by)" }.sorted()
                lines.append("\(caseKey) active \(entry.active) facts \(facts)")
            }
            for key in RegisterCourse.keys(caseKey) {
                if let record = register.record(key) {
                    lines.append("\(key.hex) \(register.dataset(of: record)) \(register.codes(of: key))")
                    lines.append("\(key.hex) at \(record.timestamp) root \(record.isRoot) code \(record.code)")
                }
                if let message = register.message(key) {
                    lines.append(
                        "\(key.hex) digest \(message.digest) refusal \(message.refusal.codes) \(message.isCorrected)"
                    )
                }
            }
        }
        return lines
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func whatIsDiscardedLeavesNoTrace(seed: UInt64) {
        var course = RegisterCourse(seed: seed)
        var discarded = 0
        for _ in 0..<120 {
            let before = Self.dump(course.register)
            course.change(times: Int.random(in: 1...40, using: &course.random))
            guard Bool.random(using: &course.random) else {
                course.commit()
                continue
            }
            course.register.discard()
            discarded += 1
            let after = Self.dump(course.register)
            #expect(after == before)
            #expect(course.register.takeChanges().isEmpty)
            if after != before { return }
        }
        #expect(discarded > 20)
        #expect(Self.dump(course.register).count > 50, "the course has come to something")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func whatIsReadBackEqualsWhatWasWritten(seed: UInt64) throws {
        var course = RegisterCourse(seed: seed)
        for turn in 0..<60 {
            course.change(times: Int.random(in: 1...40, using: &course.random))
            if turn % 3 == 2 { course.register.discard() } else { course.commit() }
        }
        let written = Self.dump(course.register)
        #expect(written.count > 50, "the course has come to something")
        // As it was written, as compaction may leave it, and as little as it can leave.
        var random = course.random
        let last = course.compacted { _ in false }
        #expect(Set(last.map(\.key)).count == last.count)
        for log in [course.log, course.compacted { _ in Bool.random(using: &random) }, last] {
            #expect(try Self.dump(RegisterCourse.restored(log)) == written)
        }
        // No order of the keys is relied upon.
        #expect(try Self.dump(RegisterCourse.restored(last.shuffled(using: &random))) == written)
    }

    /// The same name again within one transaction, with other contents: no tombstone stands between.
    @Test func aRecordThatCameAgainIsReadBackAsTheNewOne() throws {
        let register = CaseRegister()
        let key = EntryKey("c", "r", "trade", "SECTION", "k")
        var log: [RegisterCourse.Entry] = []
        func commit() {
            log += register.takeChanges().map(RegisterCourse.Entry.init)
            register.commit()
        }
        register.touch("c", by: "trade", at: 0)
        register.add(key, to: "c", dataset: "SECTION", timestamp: 5, codes: [7], isRoot: true)
        commit()
        register.remove(key, of: "c")
        register.add(key, to: "c", dataset: "CONTRACT", timestamp: 3, codes: [9], isRoot: false)
        commit()
        let restored = try RegisterCourse.restored(log)
        let entry = try #require(restored.entry(of: "c"))
        #expect(entry.live == 1 && entry.roots == 0)
        #expect(restored.isTaken(9) && !restored.isTaken(7))
        let record = try #require(restored.record(key))
        #expect(record.timestamp == 3 && record.code == 9 && !record.isRoot)
    }

    @Test func whatWaitsStandsInTheOrderOfItsArrival() throws {
        let register = CaseRegister()
        func parked(_ offset: Int64) -> ParkedRecord {
            ParkedRecord(
                offset: offset,
                sender: "trade",
                parent: ParentDemand(dataset: "TENDER_PROJECT", code: nil),
                record: EntryKey("c", "\(offset)"),
                deadline: Instant(milliseconds: 1000 - offset)
            )
        }
        for offset in [7, 3, 12, 5] as [Int64] { register.park(parked(offset), in: "c") }
        let log = register.takeChanges().map(RegisterCourse.Entry.init)
        register.commit()
        #expect(register.parked(in: "c").map(\.offset) == [3, 5, 7, 12])
        #expect(register.nextDeadline == Instant(milliseconds: 988))
        for order in [log, log.reversed(), [log[2], log[0], log[3], log[1]]] {
            #expect(try RegisterCourse.restored(order).parked(in: "c").map(\.offset) == [3, 5, 7, 12])
        }
        // The tombstone of one of them, whatever comes before it.
        register.unpark(5, in: "c")
        let tombstone = try #require(register.takeChanges().first.map(RegisterCourse.Entry.init))
        #expect(tombstone.value == nil)
        #expect(try RegisterCourse.restored(log + [tombstone]).parked(in: "c").map(\.offset) == [3, 7, 12])
        #expect(try RegisterCourse.restored([tombstone]).counts == (0, 0, 0, 0))
    }
}
