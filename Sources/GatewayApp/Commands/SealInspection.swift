import Core
import Pipeline
import Trust

/// Judges the seals of records that somebody reads, for `verify --seal`, `tap` and `receipts`.
struct SealInspection {
    private let verifier: SealVerifier

    /// An inspection that knows `gateways`.
    init(gateways: [SealVerifier.Gateway]) throws(CommandFailure) {
        do throws(TrustFailure) {
            verifier = try SealVerifier(gateways: gateways)
        } catch {
            throw CommandFailure(.internalError, zh: error.message.zh, en: error.message.en)
        }
    }

    /// What speaks against the seal of `record`; nil when it holds.
    func problem(of record: SealedRecord) -> Problem? {
        verdict(on: record).problem
    }

    /// Verifies the lines of `operands` (``RecordLine``) and prints one verdict for each:
    /// `{"file","line","verdict":"valid"|"invalid","gateway","time","count","problems"}`. Of accounts of views it also tells
    /// where one is missing or stands twice, so all of a topic have to be there, from its beginning.
    func run(_ operands: [String], on console: Console) -> ExitCode {
        var isAnyInvalid = false
        var accounts = AccountSequence()
        let unreadable = InputDocument.forEach(operands, isLineDelimited: true, limit: RecordLine.limit, on: console) {
            document in
            let record = document.bytes.flatMap(RecordLine.record)
            let (statement, broken) = record.map(verdict) ?? (nil, Self.unreadable)
            // Whether it is in its place is asked in any case: what follows may name it.
            let misplaced = record.flatMap { accounts.problem(of: $0) }
            let problem = broken ?? misplaced
            isAnyInvalid = isAnyInvalid || problem != nil
            switch console.format {
            case .json: console.print(bytes: json(document, statement, problem))
            case .text: console.print(text(document, statement, problem, on: console))
            }
            return !console.streams.outputIsLost
        }
        if !unreadable.isEmpty { return .inputMissing }
        return isAnyInvalid ? .dataRefused : .success
    }

    private func verdict(on record: SealedRecord) -> (statement: SealStatement?, problem: Problem?) {
        switch verifier.verdict(on: record) {
        case .sealed(let statement): (statement, nil)
        case .broken(let problem): (nil, problem)
        case .absent: (nil, Self.absent)
        }
    }

    private static let absent = Problem(
        .signatureMissing,
        at: "/@attributes/\(SealHeader.statement)",
        rule: "seal.present",
        zh: "记录没有网关封印",
        en: "the record carries no gateway seal"
    )

    private static let unreadable = Problem(
        .jsonSyntax,
        rule: "seal.line",
        zh: "不是 --raw 写出的一行",
        en: "is not a line that --raw printed"
    )

    private func json(_ document: InputDocument, _ statement: SealStatement?, _ problem: Problem?) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("file", document.file)
        writer.member("line", document.line)
        writer.member("verdict", problem == nil ? "valid" : "invalid")
        writer.member("gateway", statement?.gateway)
        writer.member("time", statement?.time)
        writer.key("count")
        if let count = statement?.count { writer.number(Double(count), places: 0) } else { writer.null() }
        writer.key("problems")
        writer.problems(problem.map { [$0] } ?? [])
        writer.endObject()
        return writer.bytes
    }

    private func text(
        _ document: InputDocument,
        _ statement: SealStatement?,
        _ problem: Problem?,
        on console: Console
    ) -> String {
        let place = "\(document.file):\(document.line)"
        if let statement, problem == nil {
            return console.say(
                zh: "\(place)：封印有效，网关 \(statement.gateway)，\(statement.time)，同批 \(statement.count) 条",
                en: "\(place): sealed by \(statement.gateway) at \(statement.time), one of \(statement.count)"
            )
        }
        let reason = problem.map { console.say(zh: $0.message.zh, en: $0.message.en) } ?? ""
        return console.say(zh: "\(place)：无效：\(reason)", en: "\(place): not valid: \(reason)")
    }
}
