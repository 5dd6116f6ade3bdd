import Core
import Testing

@testable import Pipeline

/// The state of the index under random changes: what is discarded leaves no trace, and what is written is all there is to
/// know.
@Suite struct ClaimRegisterTests {
    private static let names = (0..<3).flatMap { value in
        ClaimKind.allCases.flatMap { kind in
            (0..<6).map { record in
                ClaimName(
                    ClaimCode(kind, dataset: "D", fields: ["F"], values: ["\(value)"]),
                    EntryKey("case", "r", "\(record)")
                )
            }
        }
    }

    /// What is asked of a register. That a need is due is asked of a copy made of what was written, since asking takes it.
    private static func dump(_ register: ClaimRegister) -> [String] {
        var lines = ["\(register.count)"]
        for name in names {
            lines.append("\(name.code.text) \(register.isFounded(name.code))")
            for word in 0..<4 {
                lines.append(
                    "other \(register.other(name.code, than: UInt64(word)).map { "\($0.key.hex) \($0.entry.offset)" } ?? "-")"
                )
            }
        }
        for time in stride(from: Int64(0), to: 100, by: 5) {
            lines.append("due \(time) \(register.isDue(at: Instant(milliseconds: time)))")
        }
        return lines
    }

    private static func change(_ register: ClaimRegister, _ random: SplitMix64, _ offset: inout Int64) {
        offset += 1
        let name = names[random.below(names.count)]
        switch random.below(10) {
        case 0...5: register.take(name, word: UInt64(random.below(name.code.kind == .needs ? 100 : 4)), offset: offset)
        case 6...8: register.release(name)
        default: _ = register.takeDue(at: Instant(milliseconds: Int64(random.below(60))), upTo: 2)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func whatIsDiscardedLeavesNoTraceAndWhatIsReadBackIsTheSame(seed: UInt64) throws {
        let random = SplitMix64(seed: seed)
        let register = ClaimRegister()
        var log: [(key: [UInt8], value: [UInt8]?)] = []
        var offset: Int64 = 0
        var discarded = 0
        for _ in 0..<120 {
            let before = Self.dump(register)
            for _ in 0..<random.below(20) { Self.change(register, random, &offset) }
            if random.chance(50) {
                register.discard()
                discarded += 1
                #expect(register.takeChanges().isEmpty)
                let after = Self.dump(register)
                #expect(after == before)
                if after != before { return }
            } else {
                log += register.takeChanges().map { ($0.name.key, $0.state.value) }
                register.commit()
            }
        }
        #expect(discarded > 20)
        let restored = ClaimRegister()
        for (key, value) in log {
            let name = try #require(ClaimName(key: key))
            restored.restore(name, try #require(IndexState.parse(name, value: value)))
        }
        #expect(Self.dump(restored) == Self.dump(register))
        // The needs come in the order of their times.
        let due = restored.takeDue(at: Instant(milliseconds: 1_000), upTo: 100)
        let same = register.takeDue(at: Instant(milliseconds: 1_000), upTo: 100)
        #expect(Set(due.map(\.name)) == Set(same.map(\.name)))
        #expect(due.map(\.entry.word) == due.map(\.entry.word).sorted())
        #expect(due.count > 1, "the course has come to something")
    }

    /// A register of a hundred million claims has to fit into a process: 48 bytes for each, and at most 5.7 in each of two
    /// indexes (``NumberIndex``).
    @Test func aClaimIsSmall() {
        #expect(MemoryLayout<EntryKey>.stride + MemoryLayout<ClaimEntry>.stride == 48)
    }

    /// A thousand claims of one case hide nothing that was told before.
    @Test func aCaseThatRepeatsItselfCostsNoMore() {
        let register = ClaimRegister()
        let code = ClaimCode(.code, dataset: "D", fields: ["F"], values: ["1"])
        register.take(ClaimName(code, EntryKey("other")), word: 1, offset: 0)
        for record in 1...999 {
            register.take(ClaimName(code, EntryKey("own", "\(record)")), word: 2, offset: Int64(record))
        }
        #expect(register.other(code, than: 2)?.entry.offset == 0)
        register.take(ClaimName(code, EntryKey("own", "1000")), word: 2, offset: 1_000)
        #expect(register.other(code, than: 2) == nil)
        #expect(register.other(code, than: 1)?.entry.offset == 1_000)
    }
}
