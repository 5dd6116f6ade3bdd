import ContractEngine
import Core

/// Prints the outcome of a check over dialects.
enum DialectReportOutput {
    /// The dialect to look at; all without it.
    static let dialect = OptionDeclaration(
        "dialect",
        .text(placeholder: "D"),
        zh: "只看此方言",
        en: "look at this dialect only"
    )

    /// Prints `report` and says how the command ends: 65 when something is wrong.
    static func print(_ report: DialectReport, directory: String, on console: Console) -> ExitCode {
        switch console.format {
        case .json: console.print(bytes: json(report))
        case .text:
            for problem in report.problems {
                console.print("\(problem.site(in: directory)): \(console.say(problem.message))")
            }
            console.print(
                console.say(
                    zh: "\(report.dialects) 个方言，\(report.mappings) 个数据集对照，\(report.samples) 个样例，"
                        + "\(report.roundTrips) 次往返，\(report.problems.count) 个问题",
                    en: "\(report.dialects) dialects, \(report.mappings) mapped data sets, \(report.samples) samples, "
                        + "\(report.roundTrips) round trips, \(report.problems.count) problems"
                )
            )
        }
        return report.problems.isEmpty ? .success : .dataRefused
    }

    private static func json(_ report: DialectReport) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("dialects", report.dialects)
        writer.member("mappings", report.mappings)
        writer.member("samples", report.samples)
        writer.member("roundTrips", report.roundTrips)
        writer.key("problems")
        writer.beginArray()
        for problem in report.problems {
            writer.beginObject()
            writer.site(of: problem)
            writer.key("message")
            writer.bilingual(problem.message)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
