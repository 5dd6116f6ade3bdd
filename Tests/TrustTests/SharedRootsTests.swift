import Core
import Foundation
import Platform
import Testing

@testable import Trust

/// What the verifiers of a process tell each other about batches.
@Suite struct SharedRootsTests {
    private func key(_ digest: UInt8, generation: UInt64 = 1) throws -> BatchRoots.Key {
        BatchRoots.Key(
            digest: Array(repeating: digest, count: 32),
            signer: try #require(CertificateThumbprint(Array(repeating: 7, count: 32))),
            generation: generation
        )
    }

    @Test func goodOnesAreVerifiedOnce() throws {
        let roots = SharedRoots()
        var verified = 0
        for digest in [UInt8(1), 2, 1, 2, 1] {
            #expect(
                try roots.isGood(key(digest)) {
                    verified += 1
                    return true
                }
            )
        }
        #expect(verified == 2)
    }

    @Test func badOnesAreVerifiedAgain() throws {
        let roots = SharedRoots()
        var answers = [false, false, true]
        for expected in [false, false, true] {
            #expect(try roots.isGood(key(1)) { answers.removeFirst() } == expected)
        }
        #expect(answers.isEmpty)
    }

    @Test func anotherGenerationIsAnotherQuestion() throws {
        let roots = SharedRoots()
        #expect(try roots.isGood(key(1)) { true })
        #expect(try !roots.isGood(key(1, generation: 2)) { false })
    }

    @Test func whoAsksMeanwhileWaitsForTheAnswer() throws {
        let roots = SharedRoots()
        let verified = Locked(0)
        let key = try key(1)
        let threads = (0..<4).map { number in
            NamedThread("asks \(number)") {
                _ = roots.isGood(key) {
                    verified.withLock { $0 += 1 }
                    Thread.sleep(forTimeInterval: 0.02)
                    return true
                }
            }
        }
        for thread in threads { #expect(thread.join(within: .seconds(30))) }
        #expect(verified.withLock { $0 } == 1)
    }

    @Test func theyAreBounded() throws {
        let roots = SharedRoots(capacity: 128)
        for digest in UInt8.min...UInt8.max { #expect(try roots.isGood(key(digest)) { true }) }
        var verified = 0
        for digest in UInt8.min...UInt8.max {
            #expect(
                try roots.isGood(key(digest)) {
                    verified += 1
                    return true
                }
            )
        }
        #expect(verified >= 256 - 128)
    }
}
