import Bus
import Core
import Pipeline
import Platform
import RoutingPolicy

/// `hutong quarantine redrive`: asks for refused submissions to be judged once more.
package enum QuarantineRedriveCommand: Command {
    static let reason = OptionDeclaration(
        "reason",
        .text(placeholder: "TEXT"),
        zh: "为何重新处理（写入申请，至多 500 个字符）",
        en: "why they are to be judged once more; stands in the requests, at most 500 characters"
    )
    static let dryRun = OptionDeclaration(
        "dry-run",
        .flag,
        zh: "只显示将按何顺序申请什么，不写入",
        en: "only tell what would be asked for, in order; nothing is written"
    )
    static let confirm = OptionDeclaration(
        "confirm",
        .integer(placeholder: "N", 1...Int(Int32.max)),
        zh: "确认申请的条数；与实际不符则不写入",
        en: "how many there are; nothing is written where there is another number"
    )
    static let again = OptionDeclaration(
        "again",
        .flag,
        zh: "已申请而尚未再次拒绝的也再次申请",
        en: "also what was asked for already and not refused since"
    )

    package static let declaration = CommandDeclaration(
        "quarantine",
        "redrive",
        zh: "申请重新处理被拒绝的提交",
        en: "ask for refused submissions to be judged once more",
        discussion: BilingualText(
            zh: "写入的只是申请：准入按位置重读原提交，标识、字节、签名与接收时间不变，按现行规则重新判断；"
                + "同一案件按提交先后。已登记的不会重复登记。内容只能由发送方以新标识更正。",
            en:
                "Only requests are written: admission reads each submission again where it stands, with its own identity, "
                + "bytes, signature and time, and judges it by what is in force now; records of a case in the order of "
                + "submission. What is registered is not registered twice. Only its sender corrects a record, under a "
                + "new id."
        ),
        options: [CommonOptions.configuration] + QuarantineOptions.filters + [reason, dryRun, confirm, again]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let text = arguments[reason] ?? ""
        guard arguments.has(dryRun) || !text.isEmpty, text.unicodeScalars.count <= RedriveRequest.maximumReason else {
            throw CommandFailure(
                .usage,
                zh: "须以 --reason 说明理由，至多 \(RedriveRequest.maximumReason) 个字符",
                en: "give --reason, at most \(RedriveRequest.maximumReason) characters"
            )
        }
        var shelf = QuarantineShelf(try QuarantineOptions.filter(arguments))
        let reader = try QuarantineReader(arguments, on: console)
        guard try reader.read(on: console, { shelf.take($0) }) else { return .unavailable }
        let entries = shelf.wanted
        let plan = RedrivePlan(entries, oldest: oldest(of: entries, reader, console), again: arguments.has(again))
        guard !arguments.has(dryRun) else {
            RedriveOutput.plan(plan, on: console)
            return .success
        }
        let asked = plan.asked
        guard !asked.isEmpty else {
            RedriveOutput.leftOut(plan, on: console)
            console.note(zh: "没有可重新处理的提交", en: "there is nothing to ask for")
            return .success
        }
        guard arguments.integer(confirm) == asked.count else {
            throw CommandFailure(
                .usage,
                zh: "将申请重新处理 \(asked.count) 个提交；请核对（--dry-run）后加 --confirm \(asked.count)",
                en: "\(asked.count) submission(s) would be judged once more; look with --dry-run, then add "
                    + "--confirm \(asked.count)"
            )
        }
        RedriveOutput.leftOut(plan, on: console)
        return try write(asked, reason: text, reader, on: console)
    }

    private static func write(
        _ asked: [ShelvedRecord],
        reason: String,
        _ reader: QuarantineReader,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let run = RedriveRun(
            connection: reader.connection,
            registry: reader.loaded.artifacts.policy.registry,
            reason: reason,
            time: SystemClock.now()
        )
        let stop = StopSignal()
        let signals = SignalSource(ProcessSignal.allCases) { _ in stop.raise() }
        defer { signals.cancel() }
        var progress = ProgressLine(
            console,
            label: BilingualText(zh: "写入申请", en: "writing requests"),
            total: asked.count
        )
        var written = 0
        let failure = try CommandFailure.bus { () throws(BusFailure) in
            try run.write(asked, isStopped: { stop.isSet }) { entry, place in
                written += 1
                progress.update(written)
                RedriveOutput.written(entry, place, on: console)
            }
        }
        console.note(
            zh: "已写入 \(written)/\(asked.count) 份申请；结论见各发送平台的回执",
            en: "\(written) of \(asked.count) request(s) written; the verdicts come as receipts of the senders"
        )
        if let failure { throw CommandFailure(failure) }
        return written == asked.count ? .success : .unavailable
    }

    /// The oldest offsets that the submit topics of `entries` keep; where they cannot be asked admission will tell.
    private static func oldest(
        of entries: [ShelvedRecord],
        _ reader: QuarantineReader,
        _ console: Console
    ) -> [TopicPartition: Int64] {
        let topics = Set(entries.filter { !$0.first.isDelivery }.map(\.first.origin.partition.topic))
        guard !topics.isEmpty else { return [:] }
        do throws(BusFailure) {
            let submissions = try TopicReader(reader.connection, topics: topics.sorted(), start: .end)
            defer { submissions.close() }
            return submissions.oldestOffsets
        } catch {
            console.note(
                zh: "无法查询提交主题保存的范围：\(error.message.zh)",
                en: "what the submit topics keep is not known: \(error.message.en)"
            )
            return [:]
        }
    }
}
