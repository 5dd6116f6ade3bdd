import ContractEngine
import Core

/// Prints the outcome of a check over all contracts.
enum ContractReportOutput {
    /// Prints `report` and says how the command ends: 65 when something is wrong.
    static func print(_ report: ContractReport, directory: String, on console: Console) -> ExitCode {
        switch console.format {
        case .json: console.print(bytes: json(report))
        case .text:
            for problem in report.problems {
                console.print("\(problem.site(in: directory)): \(console.say(problem.message))")
            }
            for note in report.notes {
                console.print(
                    "\(note.site(in: directory)): \(console.say(zh: "提示", en: "note")): \(console.say(note.message))"
                )
            }
            if !report.grades.isEmpty {
                let grades = report.countedGrades.map { "\($0.grade.rawValue) \($0.count)" }.joined(separator: ", ")
                console.print(console.say(zh: "字段来源等级：\(grades)", en: "grades of the fields: \(grades)"))
            }
            let counts =
                "\(report.contracts) contracts, \(report.versions) other versions, \(report.overlays) overlays, "
                + "\(report.fields) fields, \(report.samples) samples, \(report.problems.count) problems"
            let chinese =
                "\(report.contracts) 个数据规范，\(report.versions) 个其他版本，\(report.overlays) 个覆盖，"
                + "\(report.fields) 个字段，\(report.samples) 个样例，\(report.problems.count) 个问题"
            console.print(console.say(zh: chinese, en: counts))
        }
        return report.problems.isEmpty ? .success : .dataRefused
    }

    private static func json(_ report: ContractReport) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("contracts", report.contracts)
        writer.member("versions", report.versions)
        writer.member("overlays", report.overlays)
        writer.member("fields", report.fields)
        writer.member("samples", report.samples)
        if !report.grades.isEmpty {
            writer.key("grades")
            writer.beginObject()
            for (grade, count) in report.countedGrades { writer.member(grade.rawValue, count) }
            writer.endObject()
        }
        write("problems", report.problems, to: &writer)
        if !report.notes.isEmpty { write("notes", report.notes, to: &writer) }
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ key: String, _ problems: [ConfigurationProblem], to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for problem in problems {
            writer.beginObject()
            writer.site(of: problem)
            writer.key("message")
            writer.bilingual(problem.message)
            writer.endObject()
        }
        writer.endArray()
    }
}
