import Core
import Pipeline
import RoutingPolicy

/// What the books come to when all is read.
extension OracleBooks {
    /// True when nothing is missing any more.
    package var isComplete: Bool { openReceipts <= 0 && openLedger <= 0 && openDeliveries <= 0 }

    /// What is still missing: verdicts, ledger records, deliveries.
    package var missing: (receipts: Int, ledger: Int, deliveries: Int) { (openReceipts, openLedger, openDeliveries) }

    /// The sums, and everything that must not be. Called once.
    package mutating func balance() -> (sums: OracleSums, violations: [OracleViolation]) {
        for (sighting, platform) in refusedDeliveries { balance(refused: sighting, by: platform) }
        for number in entries.indices { excuse(number) }
        for number in entries.indices { balance(number) }
        for (number, first) in repeatedWrites.sorted(by: { $0.key < $1.key }) { balance(number, repeating: first) }
        return (sums, violations)
    }

    private mutating func balance(refused sighting: Sighting, by platform: String) {
        guard let number = entry(at: sighting.origin), let bit = platformNumbers[platform] else {
            return report(
                .unissued,
                id: nil,
                sighting.place,
                zh: "隔离记录不源于任何提交",
                en: "a quarantined record that comes from no submission"
            )
        }
        entries[number].undelivered |= 1 << UInt64(bit)
        report(
            .undelivered,
            id: entries[number].id,
            sighting.place,
            zh: "未投递给 \(platform)，而被隔离",
            en: "went to quarantine instead of \(platform)"
        )
    }

    /// What waited for its parent longer than it may is refused rightly, and what follows in its case stands on that.
    private mutating func excuse(_ number: Int) {
        let entry = entries[number]
        guard entry.verdict >= 0, verdicts[Int(entry.verdict)].codes == [RejectionCode.parentMissing.rawValue],
            expectations[Int(entry.expectation)].codes != verdicts[Int(entry.verdict)].codes
        else { return }
        let (deadline, isForever) = entry.time.addingReportingOverflow(parkingMilliseconds)
        guard !isForever, cases[Int(entry.caseNumber)].foundedAt >= deadline else { return }
        sums.expired += 1
        cases[Int(entry.caseNumber)].isExcused = true
    }

    /// Of a submission that was written twice one is registered at most.
    private mutating func balance(_ number: Int, repeating first: Int) {
        guard entries[number].ledger > 0, entries[first].ledger > 0 else { return }
        miss(
            entries[number],
            .doubled,
            "ledger",
            zh: "同一提交写入两次，台账中有两条",
            en: "was written twice and stands in the ledger twice"
        )
    }

    /// The verdict of the receipt against the one that must be given.
    private mutating func balanceVerdict(_ entry: Entry) {
        let expected = expectations[Int(entry.expectation)]
        guard entry.verdict >= 0 else { return }
        let verdict = verdicts[Int(entry.verdict)]
        let namesLedger = verdict.isAccepted == (verdict.ledger != nil)
        guard
            verdict.isAccepted != expected.isAccepted || verdict.codes != expected.codes
                || verdict.isRepetition != expected.isRepetition || verdict.isRetryable != expected.isRetryable
                || !namesLedger
        else { return }
        let topic = receiptTopic(of: entry)
        report(
            .verdictWrong,
            id: entry.id,
            RecordPlace(TopicPartition(topic, entry.receiptPartition), entry.receiptOffset),
            zh: "裁定为 \(Self.text(verdict))，应为 \(Self.text(expected))",
            en: "says \(Self.text(verdict)), must say \(Self.text(expected))"
        )
    }

    private func receiptTopic(of entry: Entry) -> String {
        let submit = topics[Int(entry.topic)]
        return TopicName.platform(ofSubmit: submit).map(TopicName.receipt) ?? submit
    }

    private mutating func balance(_ number: Int) {
        let entry = entries[number]
        let submit = topics[Int(entry.topic)]
        // What never arrived owes nothing.
        guard entry.offset >= 0 else { return }
        if entry.submitted == 0 {
            miss(entry, .lost, submit, zh: "已确认的提交不在主题中", en: "the acknowledged submission is not in its topic")
        }
        if entry.receipts == 0 {
            miss(entry, .receiptMissing, receiptTopic(of: entry), zh: "没有最终回执", en: "there is no final receipt")
        }
        let expected = expectations[Int(entry.expectation)]
        let isExcused = isExcused(entry)
        if isExcused { sums.excused += 1 }
        // Where the script no longer holds, the receipt itself is the promise.
        if !isExcused { balanceVerdict(entry) }
        let verdict = entry.verdict < 0 ? nil : verdicts[Int(entry.verdict)]
        let isAnew = verdict.map { !$0.isRepetition } ?? false
        let isEntered = isExcused ? isAnew && verdict?.isAccepted == true : expected.isEntered
        let isQuarantined =
            isExcused ? isAnew && verdict?.isAccepted == false : expected.isQuarantined
        switch (isEntered, entry.ledger > 0) {
        case (true, false): miss(entry, .lost, "ledger", zh: "不在台账中", en: "is not in the ledger")
        case (false, true):
            miss(entry, .leaked, "ledger", zh: "被拒或重复，却在台账中", en: "stands in the ledger, refused or repeated")
        default: break
        }
        if isQuarantined != (entry.quarantined > 0) {
            miss(
                entry,
                isQuarantined ? .lost : .leaked,
                "quarantine",
                zh: isQuarantined ? "不在隔离区" : "不应在隔离区",
                en: isQuarantined ? "is not in quarantine" : "must not be in quarantine"
            )
        }
        balanceDeliveries(number, entry, isEntered: isEntered, isExcused: isExcused)
    }

    private mutating func balanceDeliveries(
        _ number: Int,
        _ entry: Entry,
        isEntered: Bool,
        isExcused: Bool
    ) {
        for (bit, platform) in platforms.enumerated() {
            let mask: UInt64 = 1 << UInt64(bit)
            let key = UInt64(number) << 6 | UInt64(bit)
            let isWanted = isExcused ? wanted[key] != nil : isEntered && entry.recipients & mask != 0
            let isThere = entry.delivered & mask != 0
            if isWanted, !isThere, entry.undelivered & mask == 0 {
                miss(entry, .lost, TopicName.deliver(platform), zh: "未投递", en: "was not delivered")
            }
            guard isThere, let seen = got[key] else { continue }
            guard isWanted else {
                report(
                    .leaked,
                    id: entry.id,
                    seen.place,
                    zh: "\(platform) 不应收到",
                    en: "\(platform) must not have it"
                )
                continue
            }
            if wanted[key] != seen.content {
                report(
                    .altered,
                    id: entry.id,
                    seen.place,
                    zh: "投递内容与视图不符",
                    en: "what was delivered is not the recipient's view of the record"
                )
            }
        }
    }

    /// Something of `entry` that is not in `topic`, or must not be.
    private mutating func miss(_ entry: Entry, _ kind: OracleViolation.Kind, _ topic: String, zh: String, en: String) {
        let source = TopicPartition(topics[Int(entry.topic)], entry.partition)
        let place = RecordPlace(source, entry.offset).text
        add(
            OracleViolation(kind, id: entry.id, topic: topic, place: nil, zh: "\(zh)：\(place)", en: "\(en): \(place)")
        )
    }

    private static func text(_ verdict: OracleReading.Verdict) -> String {
        text(verdict.isAccepted, verdict.codes, verdict.isRepetition, verdict.isRetryable)
    }

    private static func text(_ expected: OracleExpectation) -> String {
        text(expected.isAccepted, expected.codes, expected.isRepetition, expected.isRetryable)
    }

    private static func text(_ isAccepted: Bool, _ codes: [String], _ isRepetition: Bool, _ isRetryable: Bool) -> String
    {
        ([isAccepted ? "accepted" : "refused"] + codes + (isRepetition ? ["duplicate"] : [])
            + (isRetryable ? ["retryable"] : [])).joined(separator: " ")
    }
}
