import Core
import GatewayApp
import Pipeline

/// A run of an exchange on paper: what was sent and what every topic shows of it, as it must be. The tests disturb it.
struct OracleRun {
    struct Submission {
        var sighting: OracleBooks.Sighting
        let id: String
    }

    struct Receipt {
        var verdict: OracleReading.Verdict
        var place: RecordPlace
    }

    struct Delivery {
        var sighting: OracleBooks.Sighting
        let recipient: String
    }

    static let platforms = ["a", "b", "c", "d"]
    /// What `b` and `c` may have by their place in the list, one bit each; `d` may have nothing.
    static let entitled: UInt64 = 0b0110

    var issues: [OracleIssue] = []
    var submissions: [Submission] = []
    var ledger: [OracleBooks.Sighting] = []
    var receipts: [Receipt] = []
    var quarantine: [OracleBooks.Sighting] = []
    var deliveries: [Delivery] = []
    /// Seals that do not hold, by the place of their record.
    var brokenSeals: [(id: String, place: RecordPlace)] = []
    /// Deliveries that went to quarantine of the recipient.
    var refusedDeliveries: [Delivery] = []
    var random: OracleRandom
    /// Number of each submission by where it was written; kept apart from what the topic shows.
    private var numbers: [RecordPlace: Int] = [:]

    /// Twelve cases of some ten records by turns, in four partitions.
    init(seed: UInt64) {
        random = OracleRandom(seed: seed)
        var ranks: [Int: Int] = [:]
        var submitOffsets: [Int32: Int64] = [:]
        var ledgerOffsets: [Int32: Int64] = [:]
        var deliveryOffsets: [String: Int64] = [:]
        for number in 0..<120 {
            let caseNumber = random.number(below: 12)
            let partition = Int32(caseNumber % 4)
            let rank = ranks[caseNumber] ?? 0
            // The first record of each case founds it.
            let expectation = rank == 0 ? .accepted : Self.expectation(random.number(below: 10))
            if expectation.isEntered { ranks[caseNumber] = rank + 1 }
            let content = UInt64(1000 + number)
            let id = "id-\(number)"
            let offset = submitOffsets[partition, default: 0]
            submitOffsets[partition] = offset + 1
            let origin = RecordPlace(TopicPartition("submit.a", partition), offset)
            numbers[origin] = number
            issues.append(
                OracleIssue(
                    number: number,
                    id: id,
                    caseKey: "case-\(caseNumber)",
                    rank: expectation.isEntered ? rank : -1,
                    topic: "submit.a",
                    content: content,
                    payload: content,
                    expectation: expectation,
                    recipients: expectation.isEntered ? Self.entitled : 0
                )
            )
            submissions.append(
                Submission(
                    sighting: .init(place: origin, origin: nil, content: content, time: Int64(number)),
                    id: id
                )
            )
            receipts.append(
                Receipt(
                    verdict: .init(
                        place: origin,
                        isAccepted: expectation.isAccepted,
                        codes: expectation.codes,
                        isRepetition: expectation.isRepetition,
                        isRetryable: expectation.codes == ["parent_missing"],
                        ledger: expectation.isAccepted ? "ledger.trading" : nil
                    ),
                    place: .init(TopicPartition("receipt.a", partition), offset)
                )
            )
            if expectation.isQuarantined {
                quarantine.append(
                    .init(place: .init(TopicPartition("quarantine.a", partition), offset), origin: origin, content: 0)
                )
            }
            guard expectation.isEntered else { continue }
            let position = ledgerOffsets[partition, default: 0]
            ledgerOffsets[partition] = position + 1
            ledger.append(
                .init(
                    place: .init(TopicPartition("ledger.trading", partition), position),
                    origin: origin,
                    content: content,
                    time: Int64(number)
                )
            )
            for recipient in ["b", "c"] {
                let key = "\(recipient)\(partition)"
                let position = deliveryOffsets[key, default: 0]
                deliveryOffsets[key] = position + 1
                deliveries.append(
                    Delivery(
                        sighting: .init(
                            place: .init(TopicPartition("deliver.\(recipient)", partition), position),
                            origin: origin,
                            content: Self.view(of: content, for: recipient)
                        ),
                        recipient: recipient
                    )
                )
            }
        }
    }

    private static func expectation(_ choice: Int) -> OracleExpectation {
        switch choice {
        case 0: OracleExpectation.accepted.repeated
        case 1: .refused("superseded")
        case 2: .refused("parent_missing")
        default: .accepted
        }
    }

    /// What a recipient must get of a record.
    static func view(of content: UInt64, for recipient: String) -> UInt64 {
        content &* 31 &+ (recipient == "b" ? 1 : 2)
    }

    /// Id of the submission at `origin`.
    func id(of origin: RecordPlace?) -> String {
        origin.flatMap { numbers[$0] }.map { issues[$0].id } ?? "-"
    }

    /// The books of the run, partition by partition in the order of the offsets.
    ///
    /// - Parameters:
    ///   - unconfirmed: submissions for which the acknowledgement did not come.
    ///   - parking: how long a record may wait for its parent.
    func balance(
        unconfirmed: Set<Int> = [],
        parking: Int64 = .max
    ) -> (sums: OracleSums, violations: [OracleViolation], isComplete: Bool) {
        var books = OracleBooks(platforms: Self.platforms)
        books.parkingMilliseconds = parking
        for issue in issues { books.issue(issue) }
        for (place, number) in numbers where !unconfirmed.contains(number) {
            books.acknowledge(number, partition: place.partition.partition, offset: place.offset)
        }
        books.closeJournal()
        for submission in submissions { books.submitted(submission.sighting, id: submission.id) }
        for sighting in ledger {
            books.ledgered(sighting)
            guard let issue = issue(at: sighting.origin) else { continue }
            for recipient in ["b", "c"] {
                books.entitle(
                    sighting.origin,
                    to: recipient,
                    content: Self.view(of: issue.content, for: recipient)
                )
            }
        }
        for receipt in receipts { books.receipt(receipt.verdict, at: receipt.place) }
        for sighting in quarantine { books.quarantined(sighting, of: "a", isDelivery: false) }
        for delivery in deliveries { books.delivered(delivery.sighting, to: delivery.recipient) }
        for delivery in refusedDeliveries {
            books.quarantined(delivery.sighting, of: delivery.recipient, isDelivery: true)
        }
        for (id, place) in brokenSeals {
            books.seal(BilingualText(zh: "封印无效", en: "the seal does not hold"), id: id, at: place)
        }
        let isComplete = books.isComplete
        let (sums, violations) = books.balance()
        return (sums, violations, isComplete)
    }

    private func issue(at origin: RecordPlace?) -> OracleIssue? {
        origin.flatMap { numbers[$0] }.map { issues[$0] }
    }

    /// The case of the submission at `origin`.
    func caseKey(at origin: RecordPlace?) -> String? { issue(at: origin)?.caseKey }
}
