import ContractEngine
import Core

/// `hutong contract coverage`: what translation loses, cannot fill, or does without a sample to show it.
package enum ContractCoverageCommand: Command {
    package static let declaration = CommandDeclaration(
        "contract",
        "coverage",
        zh: "方言对照的缺漏报告",
        en: "report what the mappings of the dialects leave out",
        discussion: BilingualText(
            zh: "列出没有对照写出的字段、没有来源的必填目标、没有样例用到的对照分支，以及对照自己说明的损失；有缺漏时退出码为 65。",
            en: "Lists fields that no mapping writes, mandatory targets that none can fill, branches that no sample "
                + "exercises, and the losses that mappings declare; ends with 65 when there is a hole."
        ),
        options: [DialectReportOutput.dialect, CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let directory = try LoadedContracts.directory(arguments, on: console)
        let report = DialectSuite.coverage(
            directory: directory,
            contracts: try LoadedContracts.catalog(arguments, on: console),
            only: arguments[DialectReportOutput.dialect]
        )
        for problem in report.problems {
            console.note("\(problem.site(in: directory)): \(console.say(problem.message))")
        }
        guard report.problems.isEmpty else { return .configuration }
        switch console.format {
        case .json: console.print(bytes: json(report))
        case .text: print(report, on: console)
        }
        return report.holes.isEmpty ? .success : .dataRefused
    }

    private static func print(_ report: CoverageReport, on console: Console) {
        for loss in report.losses {
            console.print("\(loss.dialect) \(loss.dataset) \(loss.kind) \(loss.place): \(loss.reason)")
        }
        for hole in report.holes {
            let dataset = hole.dataset.map { " \($0)" } ?? ""
            console.print("\(hole.dialect)\(dataset) [\(hole.kind.rawValue)] \(console.say(hole.message))")
        }
        console.print(
            console.say(
                zh: "\(report.losses.count) 项已说明的损失，\(report.holes.count) 处缺漏",
                en: "\(report.losses.count) declared losses, \(report.holes.count) holes"
            )
        )
    }

    private static func json(_ report: CoverageReport) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("losses")
        writer.beginArray()
        for loss in report.losses {
            writer.beginObject()
            writer.member("dialect", loss.dialect)
            writer.member("dataset", loss.dataset)
            writer.member("kind", loss.kind)
            writer.member("place", loss.place)
            writer.member("reason", loss.reason)
            writer.endObject()
        }
        writer.endArray()
        writer.key("holes")
        writer.beginArray()
        for hole in report.holes {
            writer.beginObject()
            writer.member("dialect", hole.dialect)
            writer.member("dataset", hole.dataset)
            writer.member("kind", hole.kind.rawValue)
            writer.member("place", hole.place)
            writer.key("message")
            writer.bilingual(hole.message)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
