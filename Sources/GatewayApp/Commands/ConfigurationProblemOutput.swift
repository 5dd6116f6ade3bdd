import Core

/// The faults of the files of an operator, as `check` and `policy lint` print them.
enum ConfigurationProblemOutput {
    /// Prints `problems` in the format that was asked for, and in text `fine` where there are none.
    static func print(_ problems: [ConfigurationProblem], otherwise fine: BilingualText, on console: Console) {
        switch console.format {
        case .json: console.print(bytes: json(problems))
        case .text:
            for problem in problems { console.print(problem.text(in: console.language)) }
            if problems.isEmpty { console.print(console.say(fine)) }
        }
    }

    /// `{"problems": [{"file", "line", "column", "key", "code", "message"}]}` (docs/specs/configuration.md §3).
    private static func json(_ problems: [ConfigurationProblem]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("problems")
        writer.beginArray()
        for problem in problems {
            writer.beginObject()
            writer.site(of: problem)
            writer.member("code", problem.code.rawValue)
            writer.key("message")
            writer.bilingual(problem.message)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
