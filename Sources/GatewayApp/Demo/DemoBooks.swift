import Core
import Foundation
import Pipeline
import Trust

/// What was sent and what came of it, record by record; balanced against the manifest at the end.
///
/// It reads the topics as any outsider does and knows nothing of the gateway's inside.
struct DemoBooks {
    /// What has been seen of one submission.
    private struct Entry {
        let row: DemoManifest.Row
        let body: [String: DemoValue]
        let contract: String
        var receipts = 0
        var verdict = ""
        var codes: [String] = []
        var firstError: String?
        var warnings: Set<String> = []
        var ledger = 0
        var quarantined = 0
        var deliveries: [String: Int] = [:]
        var alerts = 0
    }

    private struct Alert: Codable {
        let alert: String
        let id: String
    }

    private struct Receipt: Codable {
        struct Remark: Codable {
            let code: String
            let severity: String
        }

        let id: String?
        let verdict: String
        let problems: [Remark]
    }

    private let views: DemoViews
    /// Reads what comes in a dialect; nil when nothing does.
    private var documents: DemoDocuments?
    /// Judges the gateway's seal on what leaves it; nil leaves the seals unread.
    private let seals: SealVerifier?
    private var entries: [String: Entry] = [:]
    private var strays: [String] = []

    /// Empty books for `submissions`.
    ///
    /// - Throws: ``CommandFailure`` when the manifest does not know a record.
    init(
        submissions: [DemoSubmission],
        manifest: DemoManifest,
        views: DemoViews,
        documents: DemoDocuments? = nil,
        seals: SealVerifier? = nil
    ) throws {
        self.views = views
        self.seals = seals
        self.documents = documents
        for submission in submissions {
            guard let row = manifest.row(forRecord: submission.id) else {
                throw CommandFailure.demoData("the manifest has no row for \(submission.id)")
            }
            let body = submission.payload.flatMap {
                try? JSONDecoder().decode([String: DemoValue].self, from: Data($0))
            }
            entries[submission.id] = Entry(
                row: row,
                body: body ?? [:],
                contract: submission.envelope.dataSetName ?? ""
            )
        }
    }

    /// True when the submission has its final verdict.
    func isSettled(_ id: String) -> Bool { (entries[id]?.receipts ?? 0) > 0 }
    /// How many submissions have their final verdict.
    var settled: Int { entries.values.count { $0.receipts > 0 } }
    /// How many of them were accepted.
    var accepted: Int { entries.values.count { $0.verdict == "accepted" } }
    /// How many deliveries have been seen, of how many the manifest announces.
    var deliveries: (seen: Int, announced: Int) {
        entries.values.reduce((0, 0)) { ($0.0 + $1.deliveries.values.reduce(0, +), $0.1 + $1.row.recipients.count) }
    }

    /// Takes down a receipt.
    mutating func receipt(_ record: InboundRecord) {
        checkSeal(of: record)
        // Progress and findings are no verdicts.
        let type = Self.header("ce_type", of: record)
        guard type != "cn.hutong.progress.v1", type != "cn.hutong.finding.v1" else { return }
        guard let receipt = record.value.flatMap({ try? JSONDecoder().decode(Receipt.self, from: Data($0)) }),
            let id = receipt.id, entries[id] != nil
        else {
            strays.append("a receipt that belongs to no submission, \(Self.place(of: record))")
            return
        }
        entries[id]?.receipts += 1
        entries[id]?.verdict = receipt.verdict
        entries[id]?.codes = Set(receipt.problems.map(\.code)).sorted()
        entries[id]?.firstError = receipt.problems.first { $0.severity == Severity.error.rawValue }?.code
        entries[id]?.warnings = Set(receipt.problems.filter { $0.severity == Severity.warning.rawValue }.map(\.code))
    }

    /// Takes down a record of a ledger.
    mutating func ledger(_ record: InboundRecord) {
        note(record, as: "a ledger record") { $0.ledger += 1 }
    }

    /// Takes down a quarantined record.
    mutating func quarantine(_ record: InboundRecord) {
        note(record, as: "a quarantined record") { $0.quarantined += 1 }
    }

    /// Takes down what `platform` received, and checks it against the view.
    mutating func delivery(_ record: InboundRecord, to platform: String) {
        checkSeal(of: record)
        if Self.header("ce_type", of: record) == "cn.hutong.alert.v1" { return alert(record, to: platform) }
        guard let id = Self.id(of: record), let entry = entries[id] else {
            strays.append("a delivery to \(platform) that belongs to no submission, \(Self.place(of: record))")
            return
        }
        entries[id]?.deliveries[platform, default: 0] += 1
        let reading = documents?.reading(of: record, to: platform, original: entry.body, contract: entry.contract)
        let view = Self.header("hutong-view", of: record) ?? ""
        var faults: [String]
        if let reading {
            faults = reading.faults
            faults += views.faults(in: reading.body, of: reading.original, contract: entry.contract, view: view)
        } else {
            let body = record.value.flatMap { try? JSONDecoder().decode([String: DemoValue].self, from: Data($0)) }
            faults = views.faults(in: body ?? [:], of: entry.body, contract: entry.contract, view: view)
        }
        strays += faults.map { "\(id) to \(platform): \($0)" }
    }

    /// An alert names a submission that was sent too early; its verdict is compared when all have come.
    private mutating func alert(_ record: InboundRecord, to platform: String) {
        let alert = record.value.flatMap { try? JSONDecoder().decode(Alert.self, from: Data($0)) }
        guard let alert, entries[alert.id] != nil else {
            strays.append("an alert to \(platform) that names no submission, \(Self.place(of: record))")
            return
        }
        entries[alert.id]?.alerts += 1
    }

    /// A seal that is missing or does not hold is a fault of the books, whatever else the record says.
    private mutating func checkSeal(of record: InboundRecord) {
        guard let seals else { return }
        switch seals.verdict(on: SealedRecord(record)) {
        case .sealed: break
        case .absent: strays.append("no seal on \(Self.place(of: record))")
        case .broken(let problem): strays.append("\(problem.message.en), \(Self.place(of: record))")
        }
    }

    private mutating func note(_ record: InboundRecord, as kind: String, _ change: (inout Entry) -> Void) {
        guard let id = Self.id(of: record), entries[id] != nil else {
            strays.append("\(kind) that belongs to no submission, \(Self.place(of: record))")
            return
        }
        if var entry = entries.removeValue(forKey: id) {
            change(&entry)
            entries[id] = entry
        }
    }

    private static func id(of record: InboundRecord) -> String? {
        header(AttributeName.id.header, of: record)
    }

    private static func header(_ name: String, of record: InboundRecord) -> String? {
        record.headers.first { $0.name == name }.flatMap { $0.value }.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func place(of record: InboundRecord) -> String {
        RecordPlace(of: record).text
    }
}

extension DemoBooks {
    /// The sums, and everything that does not agree with the manifest.
    func balance(seconds: Double) -> DemoReport {
        var refused: [String: Int] = [:]
        var warnings: [String: Int] = [:]
        var delivered: [String: Int] = [:]
        var discrepancies = strays
        var ledger = 0
        var receipts = 0
        for (id, entry) in entries {
            ledger += entry.ledger
            receipts += entry.receipts
            if entry.verdict == "refused" { refused[entry.firstError ?? "unexplained", default: 0] += 1 }
            for code in entry.warnings { warnings[code, default: 0] += 1 }
            for (platform, count) in entry.deliveries { delivered[platform, default: 0] += count }
            discrepancies += Self.discrepancies(of: id, entry)
        }
        return DemoReport(
            records: entries.count,
            submitted: entries.count,
            ledger: ledger,
            refused: refused,
            warnings: warnings,
            receipts: receipts,
            delivered: delivered,
            dialects: documents?.recipients ?? [:],
            discrepancies: discrepancies.sorted(),
            seconds: seconds
        )
    }

    private static func discrepancies(of id: String, _ entry: Entry) -> [String] {
        var found: [String] = []
        let wanted = entry.row
        if entry.receipts != 1 { found.append("\(id): \(entry.receipts) final receipts instead of one") }
        if entry.verdict != wanted.verdict {
            found.append("\(id): \(entry.verdict.isEmpty ? "no verdict" : entry.verdict) instead of \(wanted.verdict)")
        }
        if entry.codes != wanted.codes { found.append("\(id): codes \(entry.codes) instead of \(wanted.codes)") }
        if entry.alerts > 0, !wanted.codes.contains(RejectionCode.notReleased.rawValue) {
            found.append("\(id): supervision was alerted \(entry.alerts) times of what was not sent too early")
        }
        let accepted = wanted.verdict == "accepted"
        if entry.ledger != (accepted ? 1 : 0) { found.append("\(id): \(entry.ledger) times in the ledger") }
        if entry.quarantined != (accepted ? 0 : 1) { found.append("\(id): \(entry.quarantined) times in quarantine") }
        let received = entry.deliveries.filter { $0.value == 1 }.keys.sorted()
        if received != wanted.recipients || entry.deliveries.values.contains(where: { $0 != 1 }) {
            found.append("\(id): delivered to \(entry.deliveries) instead of once each to \(wanted.recipients)")
        }
        return found
    }
}
