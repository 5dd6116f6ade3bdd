internal import Core
internal import Foundation

/// Reads the samples of one data set of a dialect.
struct DialectSampleFile {
    private(set) var samples: [DialectSample] = []

    /// Reads the file at `path`, called `file` in reports; no samples when there is no such file.
    init(path: String, file: String, _ collector: ProblemCollector) {
        guard let data = FileManager.default.contents(atPath: path) else { return }
        do throws(ConfigurationProblem) {
            let node = try ConfigurationDocument.parse(Array(data), file: file)
            guard case .array(let elements) = node else {
                collector.report(file, "", zh: "须为数组", en: "must be an array")
                return
            }
            for (index, element) in elements.enumerated() {
                add(DefinitionReader(element, file: file, path: "[\(index)]", collector))
            }
        } catch {
            collector.add(error)
        }
    }

    private mutating func add(_ reader: DefinitionReader) {
        let name = reader.string("name")
        let word = reader.string("direction")
        var directions: Set<DialectDirection> = []
        if word == "both" {
            directions = Set(DialectDirection.allCases)
        } else if let word {
            if let direction = DialectDirection(rawValue: word) {
                directions = [direction]
            } else {
                reader.report("direction", zh: "须为 write、read 或 both", en: "must be write, read or both")
            }
        }
        let operation = reader.has("operation") ? reader.word("operation", RecordOperation.self) : .add
        let national = reader.node("national")
        let document = reader.node("document")
        let expected = (reader.objects("problems", isRequired: false) ?? []).compactMap(expectation)
        for key in ["source", "notes", "grade"] { _ = reader.optionalString(key) }
        reader.finish()
        let refuses = expected.contains { $0.severity == Severity.error.rawValue }
        if national == nil, directions.contains(.write) || !refuses {
            reader.report("national", zh: "缺少", en: "is missing")
        }
        if document == nil, directions.contains(.read) || !refuses {
            reader.report("document", zh: "缺少", en: "is missing")
        }
        guard let name, let operation, !directions.isEmpty else { return }
        if samples.contains(where: { $0.name == name }) {
            reader.report("name", zh: "样例名称重复", en: "the name is taken")
        }
        samples.append(
            DialectSample(
                name: name,
                directions: directions,
                operation: operation,
                national: national,
                document: document,
                expected: expected,
                path: reader.path
            )
        )
    }

    private func expectation(_ reader: DefinitionReader) -> GoldenSample.Expectation? {
        let code = reader.word("code", RejectionCode.self)
        let pointer = reader.optionalString("pointer") ?? ""
        let rule = reader.string("rule")
        let severity = reader.word("severity", Severity.self)
        reader.finish()
        guard let code, let rule, let severity else { return nil }
        return GoldenSample.Expectation(
            code: code.rawValue,
            pointer: pointer,
            rule: rule,
            severity: severity.rawValue
        )
    }
}
