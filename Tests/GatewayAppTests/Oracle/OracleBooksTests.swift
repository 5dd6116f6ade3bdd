import Core
import GatewayApp
import Pipeline
import Testing

/// The oracle finds nothing in a clean run, and each fault that is put into one.
struct OracleBooksTests {
    static let seeds: UInt64 = 50

    @Test func aCleanRunIsClean() {
        for seed in 0..<Self.seeds {
            let (sums, violations, isComplete) = OracleRun(seed: seed).balance()
            #expect(violations.isEmpty, "seed \(seed): \(violations.first?.text(in: .en) ?? "")")
            #expect(isComplete)
            #expect(sums.isClean)
            #expect(sums.issued == 120)
            #expect(sums.acknowledged == 120)
            #expect(sums.receipts == 120)
        }
    }

    @Test(arguments: OracleDisturbance.allCases)
    func everyDisturbanceIsFoundAndNamed(_ disturbance: OracleDisturbance) {
        for seed in 0..<Self.seeds {
            var run = OracleRun(seed: seed)
            let finding = disturbance.disturb(&run)
            let (sums, violations, _) = run.balance()
            let isFound = violations.contains {
                $0.kind == finding.kind && $0.id == finding.id && $0.topic == finding.topic
            }
            #expect(isFound, "seed \(seed): \(disturbance) gave \(violations.map { $0.text(in: .en) })")
            #expect(!sums.isClean)
            #expect(sums.violations[finding.kind.rawValue, default: 0] > 0)
        }
    }

    @Test func nothingElseIsSaidOfTheOthers() {
        // A fault of one record accuses no other one.
        for disturbance in [OracleDisturbance.ledgerAltered, .deliveryLost, .deliveryAltered, .receiptMissing] {
            for seed in 0..<Self.seeds {
                var run = OracleRun(seed: seed)
                let finding = disturbance.disturb(&run)
                let violations = run.balance().violations
                #expect(violations.allSatisfy { $0.id == finding.id }, "seed \(seed): \(disturbance)")
            }
        }
    }

    @Test func whatIsMissingKeepsTheBooksOpen() {
        for disturbance in [OracleDisturbance.ledgerLost, .deliveryLost, .receiptMissing] {
            var run = OracleRun(seed: 3)
            _ = disturbance.disturb(&run)
            #expect(!run.balance().isComplete)
        }
    }

    @Test func aSubmissionInDoubtMayBeThereOrNot() {
        for seed in 0..<Self.seeds {
            var run = OracleRun(seed: seed)
            // The last one of all: nothing stands on it.
            let number = run.issues.count - 1
            #expect(run.balance(unconfirmed: [number]).violations.isEmpty)
            #expect(run.balance(unconfirmed: [number]).sums.arrivedUnconfirmed == 1)
            let place = run.submissions[number].sighting.place
            run.submissions.removeAll { $0.sighting.place == place }
            run.receipts.removeAll { $0.verdict.place == place }
            run.ledger.removeAll { $0.origin == place }
            run.quarantine.removeAll { $0.origin == place }
            run.deliveries.removeAll { $0.sighting.origin == place }
            let (sums, violations, _) = run.balance(unconfirmed: [number])
            #expect(violations.isEmpty, "seed \(seed): \(violations.map { $0.text(in: .en) })")
            #expect(sums.arrivedUnconfirmed == 0)
            // Acknowledged, the same is a loss.
            #expect(run.balance().violations.contains { $0.kind == .lost && $0.id == "id-\(number)" })
        }
    }

    /// The client wrote a submission a second time: the exchange gives it the verdict of a repetition, and one of the two
    /// is registered. Both in the ledger is the fault that it must never make.
    @Test func aSubmissionThatWasWrittenTwiceIsRegisteredOnce() throws {
        for seed in 0..<Self.seeds {
            var run = OracleRun(seed: seed)
            let number = try #require(run.issues.lastIndex { $0.expectation == .accepted })
            let origin = run.submissions[number].sighting.place
            var again = run.submissions[number]
            again.sighting.place = RecordPlace(origin.partition, 9_000)
            run.submissions.append(again)
            var receipt = try #require(run.receipts.first { $0.verdict.place == origin })
            receipt.verdict.place = again.sighting.place
            receipt.verdict.isRepetition = true
            receipt.verdict.codes = ["duplicate"]
            receipt.place = RecordPlace(receipt.place.partition, 9_000)
            run.receipts.append(receipt)
            let (sums, violations, isComplete) = run.balance()
            #expect(violations.isEmpty, "seed \(seed): \(violations.map { $0.text(in: .en) })")
            #expect(isComplete)
            #expect(sums.arrivedAgain == 1)
            // Registered twice
            var entered = run
            entered.receipts[entered.receipts.count - 1].verdict.isRepetition = false
            entered.receipts[entered.receipts.count - 1].verdict.codes = []
            var second = try #require(entered.ledger.first { $0.origin == origin })
            second.origin = again.sighting.place
            second.place = RecordPlace(second.place.partition, 9_000)
            entered.ledger.append(second)
            let found = entered.balance().violations
            #expect(found.contains { $0.kind == .doubled && $0.id == again.id && $0.topic == "ledger" })
            // Other bytes under the same id were never sent.
            var foreign = run
            foreign.submissions[foreign.submissions.count - 1].sighting.content = 1
            let unissued = foreign.balance()
            #expect(unissued.violations.contains { $0.kind == .unissued && $0.topic == "submit.a" })
            #expect(unissued.sums.arrivedAgain == 0)
        }
    }

    @Test func aParentThatCameTooLateExcusesTheRefusal() throws {
        // A child before its parent: submitted at 0, refused; the parent in the ledger at 5000.
        func balance(parentAt: Int64, parking: Int64) -> [OracleViolation] {
            var books = OracleBooks(platforms: OracleRun.platforms)
            books.parkingMilliseconds = parking
            for number in 0..<2 {
                books.issue(
                    OracleIssue(
                        number: number,
                        id: "id-\(number)",
                        caseKey: "case",
                        rank: 1 - number,
                        topic: "submit.a",
                        content: UInt64(number),
                        payload: 0,
                        expectation: .accepted,
                        recipients: 0
                    )
                )
                books.acknowledge(number, partition: 0, offset: Int64(number))
            }
            books.closeJournal()
            func place(_ topic: String, _ offset: Int64) -> RecordPlace {
                RecordPlace(TopicPartition(topic, 0), offset)
            }
            for number in 0..<2 {
                let sighting = OracleBooks.Sighting(
                    place: place("submit.a", Int64(number)),
                    origin: nil,
                    content: UInt64(number),
                    time: Int64(number)
                )
                books.submitted(sighting, id: "id-\(number)")
            }
            let origin = place("submit.a", 1)
            books.ledgered(.init(place: place("ledger.trading", 0), origin: origin, content: 1, time: parentAt))
            for number in 0..<2 {
                let isParent = number == 1
                let verdict = OracleReading.Verdict(
                    place: place("submit.a", Int64(number)),
                    isAccepted: isParent,
                    codes: isParent ? [] : ["parent_missing"],
                    isRepetition: false,
                    isRetryable: !isParent,
                    ledger: isParent ? "ledger.trading" : nil
                )
                books.receipt(verdict, at: place("receipt.a", Int64(number)))
            }
            books.quarantined(
                .init(place: place("quarantine.a", 0), origin: place("submit.a", 0), content: 0),
                of: "a",
                isDelivery: false
            )
            return books.balance().violations
        }
        #expect(balance(parentAt: 5000, parking: 5000).isEmpty)
        #expect(balance(parentAt: 4999, parking: 5000).contains { $0.kind == .verdictWrong && $0.id == "id-0" })
        #expect(balance(parentAt: 4999, parking: 5000).contains { $0.kind == .lost && $0.id == "id-0" })
    }

    @Test func aPlaceIsReadAsItIsWritten() {
        let place = RecordPlace(TopicPartition("submit.a-b", 3), 17)
        #expect(RecordPlace("submit.a-b/3/17") == place)
        #expect(place.text == "submit.a-b/3/17")
        for wrong in ["", "a/b/c", "a/1", "a/1/2/3", "a/1/x"] { #expect(RecordPlace(wrong) == nil) }
    }

    @Test func theRandomNumbersAreThoseOfSplitMix64() {
        // The first numbers of the reference implementation for the seed 1234567.
        var random = OracleRandom(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
        #expect(random.next() == 9_817_491_932_198_370_423)
    }
}
