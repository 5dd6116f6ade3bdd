package import Core
package import Pipeline
import RoutingPolicy

/// The conservation oracle: holds what was acknowledged against what the topics show, record by record. Pure.
///
/// Every sighting is taken down as it comes, in any order of the topics among each other but in offset order within a
/// partition; ``balance()`` says what must not be. A submission is known by its place in the submit topic, which the
/// ledger, the receipts and the deliveries name as their origin. Memory: some two hundred bytes a submission.
package struct OracleBooks: Sendable {
    /// A record of a topic as the books need it.
    package struct Sighting: Sendable {
        /// Where it stands.
        package var place: RecordPlace
        /// The submission that it names as its origin; nil when it names none.
        package var origin: RecordPlace?
        /// ``OracleDigest`` over what must be the same as elsewhere.
        package var content: UInt64
        /// False when its partition is not that of its key.
        package var isInPlace: Bool
        /// Its time stamp, in milliseconds since 1970.
        package var time: Int64

        /// A record at `place`.
        package init(
            place: RecordPlace,
            origin: RecordPlace?,
            content: UInt64,
            isInPlace: Bool = true,
            time: Int64 = 0
        ) {
            self.time = time
            self.place = place
            self.origin = origin
            self.content = content
            self.isInPlace = isInPlace
        }
    }

    /// What was seen of one submission.
    struct Entry: Sendable {
        let id: String
        let content: UInt64
        let recipients: UInt64
        let rank: Int32
        let caseNumber: Int32
        let topic: Int16
        let expectation: Int16
        var partition: Int32 = -1
        var offset: Int64 = -1
        var isAcknowledged = false
        var isUnconfirmed = false
        var submitted: UInt8 = 0
        var receipts: UInt8 = 0
        var ledger: UInt8 = 0
        var quarantined: UInt8 = 0
        /// Log-append time of the submission, in milliseconds since 1970.
        var time: Int64 = 0
        /// The first verdict that was given, as a number; and where.
        var verdict: Int16 = -1
        var receiptPartition: Int32 = -1
        var receiptOffset: Int64 = -1
        /// True while it must still come to the ledger.
        var owesLedger = false
        /// Recipients to whom it must still come.
        var owed: UInt64 = 0
        /// Recipients who got it, and those who could not.
        var delivered: UInt64 = 0
        var undelivered: UInt64 = 0
    }

    /// What was seen of one case.
    struct Case: Sendable {
        let key: String
        var isExcused = false
        /// Rank of the last record in the ledger.
        var ledgerRank: Int32 = -1
        /// When its first record came to the ledger, in milliseconds since 1970.
        var foundedAt = Int64.max
    }

    /// How long a record may wait for its parent, in milliseconds: what is refused after that is refused rightly.
    package var parkingMilliseconds = Int64.max

    /// Ids of the platforms; recipients are bits by their place here.
    package let platforms: [String]
    let platformNumbers: [String: Int]
    var entries: [Entry] = []
    var cases: [Case] = []
    private var caseNumbers: [String: Int32] = [:]
    var topics: [String] = []
    private var topicNumbers: [String: Int16] = [:]
    var expectations: [OracleExpectation] = []
    var verdicts: [OracleReading.Verdict] = []
    private var verdictNumbers: [OracleReading.Verdict: Int16] = [:]
    private var expectationNumbers: [OracleExpectation: Int16] = [:]
    /// Entry by offset, for each partition of the submit topics, and of the ledgers.
    var places: [TopicPartition: [Int64: Int32]] = [:]
    /// What delivery quarantined, to be judged when the ledger is known.
    var refusedDeliveries: [(sighting: Sighting, platform: String)] = []
    /// Submissions of unknown fate by id, for what turns up.
    private var unconfirmed: [String: [Int32]] = [:]
    /// Submissions that stand in their topic once more, by the entry of the further one.
    var repeatedWrites: [Int: Int] = [:]
    /// What each recipient must get of each entry, and what it got; by `entry << 6 | recipient`.
    var wanted: [UInt64: UInt64] = [:]
    var got: [UInt64: (content: UInt64, place: RecordPlace)] = [:]
    /// Rank of the last record of a case that a recipient got; by `case << 6 | recipient`.
    private var deliveredRanks: [UInt64: Int32] = [:]
    var violations: [OracleViolation] = []
    var sums = OracleSums()
    var openReceipts = 0
    var openLedger = 0
    var openDeliveries = 0

    /// More violations than this are counted, not kept.
    static let kept = 10_000

    /// Empty books of an exchange of `platforms`.
    package init(platforms: [String]) {
        self.platforms = platforms
        platformNumbers = Dictionary(platforms.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: What was sent

    /// Takes down what is about to be sent; the numbers go from 0 without a gap.
    package mutating func issue(_ issue: OracleIssue) {
        entries.append(
            Entry(
                id: issue.id,
                content: issue.content,
                recipients: issue.recipients,
                rank: Int32(clamping: issue.rank),
                caseNumber: caseNumber(issue.caseKey),
                topic: topicNumber(issue.topic),
                expectation: expectationNumber(issue.expectation)
            )
        )
        sums.issued += 1
    }

    /// Submission `number` stands at `offset` of `partition`, says the broker.
    package mutating func acknowledge(_ number: Int, partition: Int32, offset: Int64) {
        guard entries.indices.contains(number), offset >= 0 else { return }
        entries[number].isAcknowledged = true
        sums.acknowledged += 1
        place(number, partition, offset)
    }

    /// Whether submission `number` arrived is not known.
    package mutating func doubt(_ number: Int) {
        guard entries.indices.contains(number), !entries[number].isAcknowledged else { return }
        entries[number].isUnconfirmed = true
        unconfirmed[entries[number].id, default: []].append(Int32(clamping: number))
        // What follows in the case may stand on it.
        cases[Int(entries[number].caseNumber)].isExcused = true
    }

    /// Submissions without a word of the broker are in doubt: the load ended before it came.
    package mutating func closeJournal() {
        for number in entries.indices where !entries[number].isAcknowledged && !entries[number].isUnconfirmed {
            doubt(number)
        }
    }

    private mutating func place(_ number: Int, _ partition: Int32, _ offset: Int64) {
        let source = TopicPartition(topics[Int(entries[number].topic)], partition)
        entries[number].partition = partition
        entries[number].offset = offset
        places[source, default: [:]][offset] = Int32(clamping: number)
        openReceipts += 1
        let expectation = expectations[Int(entries[number].expectation)]
        if expectation.isEntered {
            entries[number].owesLedger = true
            entries[number].owed = entries[number].recipients
            openLedger += 1
            openDeliveries += entries[number].recipients.nonzeroBitCount
        }
    }

    func entry(at place: RecordPlace?) -> Int? {
        place.flatMap { places[$0.partition]?[$0.offset] }.map { Int($0) }
    }

    // MARK: What the topics show

    /// A record of a submit topic.
    ///
    /// - Parameter id: its `ce_id`.
    package mutating func submitted(_ sighting: Sighting, id: String?) {
        checkPlace(sighting, id)
        if entry(at: sighting.place) == nil, let id, let candidates = unconfirmed[id],
            let number = candidates.first(where: {
                entries[Int($0)].content == sighting.content && entries[Int($0)].offset < 0
            })
        {
            // It arrived after all.
            place(Int(number), sighting.place.partition.partition, sighting.place.offset)
            sums.arrivedUnconfirmed += 1
        } else if entry(at: sighting.place) == nil {
            noteRepeatedWrite(sighting, id: id)
        }
        guard let number = entry(at: sighting.place) else {
            return report(
                .unissued,
                id: id,
                sighting.place,
                zh: "提交主题中有未发出的记录",
                en: "the submit topic has a record that was never sent"
            )
        }
        entries[number].submitted = entries[number].submitted == .max ? .max : entries[number].submitted + 1
        entries[number].time = sighting.time
        guard entries[number].id == id, entries[number].content == sighting.content else {
            return report(
                .altered,
                id: entries[number].id,
                sighting.place,
                zh: "所存内容与所发不同",
                en: "what is kept there is not what was sent"
            )
        }
    }

    /// Takes a record that was sent once and stands in its partition twice for a submission of its own.
    ///
    /// A producer that hears nothing of a record writes it again, and a broker that has just become leader may not know that it
    /// had it. For the exchange that is a repetition of the sender's, with the verdict of one; which of the two comes first
    /// nobody has said, so their case is judged by its receipts, and one of them at most may be registered.
    ///
    /// - Complexity: O(submissions), for each such record.
    private mutating func noteRepeatedWrite(_ sighting: Sighting, id: String?) {
        let source = sighting.place.partition
        guard
            let first = entries.firstIndex(where: {
                $0.id == id && $0.content == sighting.content && $0.partition == source.partition
                    && topics[Int($0.topic)] == source.topic
            })
        else { return }
        let known = entries[first]
        let number = entries.count
        entries.append(
            Entry(
                id: known.id,
                content: known.content,
                recipients: known.recipients,
                rank: known.rank,
                caseNumber: known.caseNumber,
                topic: known.topic,
                expectation: known.expectation
            )
        )
        repeatedWrites[number] = first
        cases[Int(known.caseNumber)].isExcused = true
        place(number, source.partition, sighting.place.offset)
        sums.arrivedAgain += 1
    }

    /// A record of a ledger.
    package mutating func ledgered(_ sighting: Sighting) {
        sums.ledger += 1
        checkPlace(sighting, nil)
        guard let number = entry(at: sighting.origin) else {
            return report(
                .unissued,
                id: nil,
                sighting.place,
                zh: "台账记录不源于任何提交",
                en: "a ledger record that comes from no submission"
            )
        }
        let entry = entries[number]
        places[sighting.place.partition, default: [:]][sighting.place.offset] = Int32(clamping: number)
        if entry.owesLedger {
            openLedger -= 1
            entries[number].owesLedger = false
        }
        entries[number].ledger = entry.ledger == .max ? .max : entry.ledger + 1
        if entry.ledger > 0 {
            report(.doubled, id: entry.id, sighting.place, zh: "台账中重复", en: "stands in the ledger again")
        }
        if entry.content != sighting.content {
            report(
                .altered,
                id: entry.id,
                sighting.place,
                zh: "台账内容与提交不同",
                en: "the ledger's bytes are not those of the submission"
            )
        }
        let caseNumber = Int(entry.caseNumber)
        if entry.rank == 0 { cases[caseNumber].foundedAt = min(cases[caseNumber].foundedAt, sighting.time) }
        if entry.rank >= 0, !cases[caseNumber].isExcused {
            if entry.ledger == 0, entry.rank <= cases[caseNumber].ledgerRank {
                report(
                    .inverted,
                    id: entry.id,
                    sighting.place,
                    zh: "晚于同案件后发的记录",
                    en: "comes after a record of its case that was sent later"
                )
            }
            cases[caseNumber].ledgerRank = max(cases[caseNumber].ledgerRank, entry.rank)
        }
    }

    /// What `recipient` must get of the submission at `origin`; nil content when it cannot be said in its form.
    package mutating func entitle(_ origin: RecordPlace?, to recipient: String, content: UInt64?) {
        guard let number = entry(at: origin), let bit = platformNumbers[recipient], let content else { return }
        wanted[UInt64(number) << 6 | UInt64(bit)] = content
    }

    /// A record that `recipient` received.
    package mutating func delivered(_ sighting: Sighting, to recipient: String) {
        sums.delivered += 1
        checkPlace(sighting, nil)
        guard let number = entry(at: sighting.origin), let bit = platformNumbers[recipient] else {
            return report(
                .unissued,
                id: nil,
                sighting.place,
                zh: "投递不源于任何提交",
                en: "a delivery that comes from no submission"
            )
        }
        let entry = entries[number]
        let mask: UInt64 = 1 << UInt64(bit)
        if entry.delivered & mask != 0 {
            report(.doubled, id: entry.id, sighting.place, zh: "重复投递", en: "was delivered again")
        } else {
            if entry.owed & mask != 0 {
                openDeliveries -= 1
                entries[number].owed &= ~mask
            }
            if entry.rank >= 0, !isExcused(entry) {
                let key = UInt64(entry.caseNumber) << 6 | UInt64(bit)
                let last = deliveredRanks[key] ?? -1
                if entry.rank <= last {
                    report(
                        .inverted,
                        id: entry.id,
                        sighting.place,
                        zh: "晚于同案件后发的记录",
                        en: "comes after a record of its case that was sent later"
                    )
                }
                deliveredRanks[key] = max(last, entry.rank)
            }
        }
        entries[number].delivered |= mask
        got[UInt64(number) << 6 | UInt64(bit)] = (sighting.content, sighting.place)
    }

    /// A record of `quarantine.<platform>`; `isDelivery` when delivery put it there.
    package mutating func quarantined(_ sighting: Sighting, of platform: String, isDelivery: Bool) {
        sums.quarantined += 1
        // It names the ledger record, which may be read later.
        if isDelivery { return refusedDeliveries.append((sighting, platform)) }
        guard let number = entry(at: sighting.origin) else {
            return report(
                .unissued,
                id: nil,
                sighting.place,
                zh: "隔离记录不源于任何提交",
                en: "a quarantined record that comes from no submission"
            )
        }
        entries[number].quarantined = entries[number].quarantined == .max ? .max : entries[number].quarantined + 1
        if entries[number].quarantined > 1 {
            report(.doubled, id: entries[number].id, sighting.place, zh: "重复隔离", en: "was quarantined again")
        }
    }

    /// A final receipt.
    package mutating func receipt(_ verdict: OracleReading.Verdict?, at place: RecordPlace) {
        sums.receipts += 1
        guard let verdict, let number = entry(at: verdict.place) else {
            return report(
                .unissued,
                id: nil,
                place,
                zh: "回执不属于任何提交",
                en: "a receipt that belongs to no submission"
            )
        }
        let entry = entries[number]
        if verdict.isAccepted { sums.accepted += 1 }
        if verdict.isRepetition { sums.repeated += 1 }
        for code in verdict.codes { sums.refused[code, default: 0] += 1 }
        entries[number].receipts = entry.receipts == .max ? .max : entry.receipts + 1
        guard entry.receipts == 0 else {
            return report(.receiptDoubled, id: entry.id, place, zh: "第二份最终回执", en: "a second final receipt")
        }
        openReceipts -= 1
        entries[number].verdict = verdictNumber(verdict)
        entries[number].receiptPartition = place.partition.partition
        entries[number].receiptOffset = place.offset
        let isEntered = verdict.isAccepted && !verdict.isRepetition
        if entry.owesLedger, !isEntered {
            // Whether rightly or not is for the balance; nothing more will come.
            openLedger -= 1
            openDeliveries -= entry.owed.nonzeroBitCount
            entries[number].owesLedger = false
            entries[number].owed = 0
        }
    }

    /// A progress receipt.
    package mutating func progress() { sums.progress += 1 }

    /// A seal that holds, or does not.
    package mutating func seal(_ fault: BilingualText?, id: String?, at place: RecordPlace) {
        sums.seals += 1
        guard let fault else { return }
        report(.sealBroken, id: id, place, zh: fault.zh, en: fault.en)
    }

    /// A fault that was found elsewhere.
    package mutating func add(_ violation: OracleViolation) {
        sums.violations[violation.kind.rawValue, default: 0] += 1
        if violations.count < Self.kept { violations.append(violation) }
    }

    // MARK: Words

    func isExcused(_ entry: Entry) -> Bool { cases[Int(entry.caseNumber)].isExcused }

    private mutating func checkPlace(_ sighting: Sighting, _ id: String?) {
        guard !sighting.isInPlace else { return }
        report(
            .misplaced,
            id: id,
            sighting.place,
            zh: "不在其案件的分区",
            en: "is not in the partition of its case"
        )
    }

    mutating func report(
        _ kind: OracleViolation.Kind,
        id: String?,
        _ place: RecordPlace,
        zh: String,
        en: String
    ) {
        add(OracleViolation(kind, id: id, topic: place.partition.topic, place: place.text, zh: zh, en: en))
    }

    // MARK: Names as numbers

    private mutating func caseNumber(_ key: String) -> Int32 {
        if let known = caseNumbers[key] { return known }
        let number = Int32(clamping: cases.count)
        cases.append(Case(key: key))
        caseNumbers[key] = number
        return number
    }

    private mutating func topicNumber(_ name: String) -> Int16 {
        if let known = topicNumbers[name] { return known }
        let number = Int16(clamping: topics.count)
        topics.append(name)
        topicNumbers[name] = number
        return number
    }

    /// The number of `verdict`, its place left aside.
    private mutating func verdictNumber(_ verdict: OracleReading.Verdict) -> Int16 {
        var plain = verdict
        plain.place = nil
        if let known = verdictNumbers[plain] { return known }
        let number = Int16(clamping: verdicts.count)
        verdicts.append(plain)
        verdictNumbers[plain] = number
        return number
    }

    private mutating func expectationNumber(_ expectation: OracleExpectation) -> Int16 {
        if let known = expectationNumbers[expectation] { return known }
        let number = Int16(clamping: expectations.count)
        expectations.append(expectation)
        expectationNumbers[expectation] = number
        return number
    }
}
