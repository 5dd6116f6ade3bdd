import Core
import GatewayApp
import Pipeline

/// One fault put into the books of a clean run, and the violation that must be reported for it.
enum OracleDisturbance: String, CaseIterable {
    case submissionLost, submissionAltered, submissionUnissued
    case ledgerLost, ledgerDoubled, ledgerInverted, ledgerAltered, ledgerUnissued, ledgerMisplaced
    case refusedInLedger, repetitionInLedger
    case deliveryLost, deliveryDoubled, deliveryInverted, deliveryAltered, deliveryLeaked, deliveryUnissued
    case deliverySwapped, deliveryRefused
    case receiptMissing, receiptDoubled, receiptUnissued, verdictTurned, codesWrong, retryableWrong, duplicateUntold
    case quarantineLost, quarantineDoubled, acceptedInQuarantine, sealBroken

    /// What must be found.
    struct Finding {
        let kind: OracleViolation.Kind
        /// nil where the record belongs to nobody.
        let id: String?
        let topic: String
    }

    /// Does it to `run`; what must be found then.
    func disturb(_ run: inout OracleRun) -> Finding {
        switch self {
        case .submissionLost, .submissionAltered, .submissionUnissued: disturbSubmissions(&run)
        case .ledgerLost, .ledgerDoubled, .ledgerInverted, .ledgerAltered, .ledgerUnissued, .ledgerMisplaced,
            .refusedInLedger, .repetitionInLedger:
            disturbLedger(&run)
        case .deliveryLost, .deliveryDoubled, .deliveryInverted, .deliveryAltered, .deliveryLeaked, .deliveryUnissued,
            .deliverySwapped, .deliveryRefused:
            disturbDeliveries(&run)
        default: disturbVerdicts(&run)
        }
    }

    private static let nowhere = RecordPlace(TopicPartition("submit.a", 0), 9999)

    private func disturbSubmissions(_ run: inout OracleRun) -> Finding {
        let index = run.random.number(below: run.submissions.count)
        let chosen = run.submissions[index]
        switch self {
        case .submissionLost:
            run.submissions.remove(at: index)
            return Finding(kind: .lost, id: chosen.id, topic: "submit.a")
        case .submissionAltered:
            var sighting = chosen.sighting
            sighting.content ^= 1
            run.submissions[index] = .init(sighting: sighting, id: chosen.id)
            return Finding(kind: .altered, id: chosen.id, topic: "submit.a")
        default:
            run.submissions.append(
                .init(sighting: .init(place: Self.nowhere, origin: nil, content: 7), id: "stranger")
            )
            return Finding(kind: .unissued, id: "stranger", topic: "submit.a")
        }
    }

    private func disturbLedger(_ run: inout OracleRun) -> Finding {
        let index = run.random.number(below: run.ledger.count)
        let id = run.id(of: run.ledger[index].origin)
        switch self {
        case .ledgerLost:
            run.ledger.remove(at: index)
            return Finding(kind: .lost, id: id, topic: "ledger")
        case .ledgerDoubled:
            var copy = run.ledger[index]
            copy.place = .init(copy.place.partition, 5000)
            run.ledger.append(copy)
            return Finding(kind: .doubled, id: id, topic: "ledger.trading")
        case .ledgerInverted:
            let (first, second) = Self.neighbours(run) { $0.ledger.map(\.origin) }
            run.ledger.swapAt(first, second)
            return Finding(kind: .inverted, id: run.id(of: run.ledger[second].origin), topic: "ledger.trading")
        case .ledgerAltered:
            run.ledger[index].content ^= 1 << UInt64(run.random.number(below: 64))
            return Finding(kind: .altered, id: id, topic: "ledger.trading")
        case .ledgerMisplaced:
            run.ledger[index].isInPlace = false
            return Finding(kind: .misplaced, id: nil, topic: "ledger.trading")
        case .ledgerUnissued:
            run.ledger.append(
                .init(place: .init(TopicPartition("ledger.trading", 0), 6000), origin: Self.nowhere, content: 7)
            )
            return Finding(kind: .unissued, id: nil, topic: "ledger.trading")
        default:
            let wanted = self == .repetitionInLedger
            let issue = Self.choose(run) { $0.expectation.isRepetition == wanted && $0.rank < 0 }
            let chosen = run.submissions[issue]
            run.ledger.append(
                .init(
                    place: .init(TopicPartition("ledger.trading", chosen.sighting.place.partition.partition), 7000),
                    origin: chosen.sighting.place,
                    content: chosen.sighting.content
                )
            )
            return Finding(kind: .leaked, id: chosen.id, topic: "ledger")
        }
    }

    private func disturbDeliveries(_ run: inout OracleRun) -> Finding {
        let index = run.random.number(below: run.deliveries.count)
        let chosen = run.deliveries[index]
        let id = run.id(of: chosen.sighting.origin)
        let topic = "deliver.\(chosen.recipient)"
        switch self {
        case .deliveryLost:
            run.deliveries.remove(at: index)
            return Finding(kind: .lost, id: id, topic: topic)
        case .deliveryDoubled:
            var copy = chosen
            copy.sighting.place = .init(copy.sighting.place.partition, 5000)
            run.deliveries.append(copy)
            return Finding(kind: .doubled, id: id, topic: topic)
        case .deliveryInverted:
            let (first, second) = Self.neighbours(run) { run in
                run.deliveries.map { $0.recipient == "b" ? $0.sighting.origin : nil }
            }
            run.deliveries.swapAt(first, second)
            let later = run.deliveries[second]
            return Finding(kind: .inverted, id: run.id(of: later.sighting.origin), topic: "deliver.b")
        case .deliveryAltered:
            run.deliveries[index].sighting.content ^= 1 << UInt64(run.random.number(below: 64))
            return Finding(kind: .altered, id: id, topic: topic)
        case .deliverySwapped:
            // The view of one recipient goes to the other.
            let other = chosen.recipient == "b" ? "c" : "b"
            let content = run.deliveries.first {
                $0.recipient == other && $0.sighting.origin == chosen.sighting.origin
            }?.sighting.content
            run.deliveries[index].sighting.content = content ?? 0
            return Finding(kind: .altered, id: id, topic: topic)
        case .deliveryLeaked:
            var copy = chosen.sighting
            copy.place = .init(TopicPartition("deliver.d", 0), 0)
            run.deliveries.append(.init(sighting: copy, recipient: "d"))
            return Finding(kind: .leaked, id: id, topic: "deliver.d")
        case .deliveryRefused:
            let record = run.ledger.first { $0.origin == chosen.sighting.origin }
            run.deliveries.remove(at: index)
            run.refusedDeliveries.append(
                .init(
                    sighting: .init(
                        place: .init(TopicPartition("quarantine.\(chosen.recipient)", 0), 0),
                        origin: record?.place,
                        content: 0
                    ),
                    recipient: chosen.recipient
                )
            )
            return Finding(kind: .undelivered, id: id, topic: "quarantine.\(chosen.recipient)")
        default:
            run.deliveries.append(
                .init(
                    sighting: .init(
                        place: .init(TopicPartition("deliver.b", 0), 8000),
                        origin: Self.nowhere,
                        content: 7
                    ),
                    recipient: "b"
                )
            )
            return Finding(kind: .unissued, id: nil, topic: "deliver.b")
        }
    }

    private func disturbVerdicts(_ run: inout OracleRun) -> Finding {
        let index = run.random.number(below: run.receipts.count)
        let id = run.submissions[index].id
        switch self {
        case .receiptMissing:
            run.receipts.remove(at: index)
            return Finding(kind: .receiptMissing, id: id, topic: "receipt.a")
        case .receiptDoubled:
            run.receipts.append(.init(verdict: run.receipts[index].verdict, place: Self.nowhere))
            return Finding(kind: .receiptDoubled, id: id, topic: "submit.a")
        case .receiptUnissued:
            var verdict = run.receipts[index].verdict
            verdict.place = Self.nowhere
            run.receipts.append(.init(verdict: verdict, place: .init(TopicPartition("receipt.a", 0), 9000)))
            return Finding(kind: .unissued, id: nil, topic: "receipt.a")
        case .verdictTurned:
            run.receipts[index].verdict.isAccepted.toggle()
            return Finding(kind: .verdictWrong, id: id, topic: "receipt.a")
        case .codesWrong:
            run.receipts[index].verdict.codes.append("zzz")
            return Finding(kind: .verdictWrong, id: id, topic: "receipt.a")
        case .retryableWrong:
            run.receipts[index].verdict.isRetryable.toggle()
            return Finding(kind: .verdictWrong, id: id, topic: "receipt.a")
        case .duplicateUntold:
            let place = Self.choose(run) { $0.expectation.isRepetition }
            run.receipts[place].verdict.isRepetition = false
            return Finding(kind: .verdictWrong, id: run.submissions[place].id, topic: "receipt.a")
        case .quarantineLost, .quarantineDoubled:
            let place = run.random.number(below: run.quarantine.count)
            let refused = run.id(of: run.quarantine[place].origin)
            if self == .quarantineLost {
                run.quarantine.remove(at: place)
                return Finding(kind: .lost, id: refused, topic: "quarantine")
            }
            run.quarantine.append(run.quarantine[place])
            return Finding(kind: .doubled, id: refused, topic: "quarantine.a")
        case .acceptedInQuarantine:
            let accepted = Self.choose(run) { $0.expectation.isEntered }
            run.quarantine.append(
                .init(
                    place: .init(TopicPartition("quarantine.a", 0), 9000),
                    origin: run.submissions[accepted].sighting.place,
                    content: 0
                )
            )
            return Finding(kind: .leaked, id: run.submissions[accepted].id, topic: "quarantine")
        default:
            run.brokenSeals.append((id, run.receipts[index].place))
            return Finding(kind: .sealBroken, id: id, topic: "receipt.a")
        }
    }

    /// Number of a submission that fits.
    private static func choose(_ run: OracleRun, _ fits: (OracleIssue) -> Bool) -> Int {
        var run = run
        let fitting = run.issues.filter(fits).map(\.number)
        return fitting.isEmpty ? 0 : fitting[run.random.number(below: fitting.count)]
    }

    /// Two records of one case that follow one another.
    private static func neighbours(
        _ run: OracleRun,
        _ origins: (OracleRun) -> [RecordPlace?]
    ) -> (Int, Int) {
        var run = run
        var last: [String: Int] = [:]
        var pairs: [(Int, Int)] = []
        for (index, origin) in origins(run).enumerated() {
            guard let key = run.caseKey(at: origin) else { continue }
            if let before = last[key] { pairs.append((before, index)) }
            last[key] = index
        }
        return pairs[run.random.number(below: pairs.count)]
    }
}
