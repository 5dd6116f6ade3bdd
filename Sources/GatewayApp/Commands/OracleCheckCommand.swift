import Bus
import Core
import RoutingPolicy

/// `hutong oracle check`: holds what was acknowledged against what the exchange made of it.
package enum OracleCheckCommand: Command {
    static let patience = OptionDeclaration(
        "patience",
        .integer(placeholder: "SECONDS", 1...86_400),
        default: "120",
        zh: "多久没有新记录就不再等待",
        en: "how long to wait when nothing comes any more"
    )
    static let probe = OptionDeclaration(
        "probe",
        .flag,
        zh: "最后发送一条新记录，看它是否到达",
        en: "at last send a fresh record and see whether it gets through"
    )
    static let shown = OptionDeclaration(
        "shown",
        .integer(placeholder: "N", 0...10_000),
        default: "50",
        zh: "最多列出多少处",
        en: "how many violations to print at most"
    )

    package static let declaration = CommandDeclaration(
        "oracle",
        "check",
        zh: "核对守恒：每条已确认的记录恰好一次、完整、有序",
        en: "check conservation: every acknowledged record once, whole, in order",
        discussion: BilingualText(
            zh: "读取提交、台账、回执、隔离、投递各主题（只读已提交的），与日志逐条核对；有不符之处时退出码为 65。"
                + "json 格式每行一处不符，最后一行为合计。",
            en:
                "Reads the submit, ledger, receipt, quarantine and deliver topics, committed records only, and holds them "
                + "against the journal record by record; ends with 65 when something is wrong. With --format json one "
                + "violation per line, then the sums."
        ),
        options: [CommonOptions.configuration, OracleLoadCommand.journal, patience, probe, shown]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        let path = console.resolve(arguments[OracleLoadCommand.journal] ?? "")
        let (head, opened, count) = try OracleJournalReader.books(path)
        guard head.platforms == loaded.artifacts.policy.registry.platforms.map(\.id) else {
            throw CommandFailure(
                .configuration,
                zh: "日志属于另一套交换环境",
                en: "the journal belongs to another exchange: its platforms are not those of the registry"
            )
        }
        var books = opened
        books.parkingMilliseconds = loaded.configuration.worker.parkingMilliseconds
        try OracleCheck(
            ClusterSettings.connection(loaded.configuration, clientID: "hutong-oracle"),
            artifacts: loaded.artifacts,
            patience: .seconds(arguments.integer(patience) ?? 120),
            console: console
        ).run(&books)
        if arguments.has(probe) {
            let journal = try OracleJournal(path, appends: true)
            for violation in try OracleProbe(loaded, console: console).run(
                journal: journal,
                number: count,
                platforms: head.platforms,
                seed: UInt64(head.seed) ?? 0
            ) {
                books.add(violation)
            }
        }
        let (sums, violations) = books.balance()
        print(sums, violations, most: arguments.integer(shown) ?? 50, on: console)
        return sums.isClean ? .success : .dataRefused
    }

    private static func print(_ sums: OracleSums, _ violations: [OracleViolation], most: Int, on console: Console) {
        let violations = chosen(violations, most: most)
        switch console.format {
        case .json:
            for violation in violations { console.print(bytes: violation.json) }
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("verdict", sums.isClean ? "clean" : "violated")
            sums.write(to: &writer)
            writer.endObject()
            console.print(bytes: writer.bytes)
        case .text:
            for violation in violations { console.print(violation.text(in: console.language)) }
            for (name, value) in sums.rows { console.print("\(name)  \(value)") }
            for (code, number) in sums.refused.sorted(by: { $0.key < $1.key }) {
                console.print("refused.\(code)  \(number)")
            }
            for (kind, number) in sums.violations.sorted(by: { $0.key < $1.key }) {
                console.print("violation.\(kind)  \(number)")
            }
            console.print(
                sums.isClean
                    ? console.say(zh: "守恒成立", en: "conserved: nothing lost, nothing twice, nothing out of order")
                    : console.say(zh: "守恒被破坏", en: "violated")
            )
        }
    }

    /// At most `most` of `violations`, of each kind as many as of the others: thousands of one hide none of another.
    private static func chosen(_ violations: [OracleViolation], most: Int) -> [OracleViolation] {
        var groups = Dictionary(grouping: violations.indices) { violations[$0].kind }
        var chosen: [Int] = []
        while chosen.count < most, !groups.isEmpty {
            let share = max(1, (most - chosen.count) / groups.count)
            for (kind, indices) in groups {
                chosen += indices.prefix(min(share, most - chosen.count))
                groups[kind] = indices.count > share ? Array(indices.dropFirst(share)) : nil
            }
        }
        return chosen.sorted().map { violations[$0] }
    }
}
