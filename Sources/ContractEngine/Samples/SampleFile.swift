internal import Core
internal import Foundation

/// Reads a `samples.json`: records written out, or a named accepted sample with members replaced.
struct SampleFile {
    private(set) var samples: [GoldenSample] = []
    private var records: [String: [JSONNode.Member]] = [:]

    /// Reads the file at `path`, called `file` in reports.
    init(path: String, file: String, _ collector: ProblemCollector) {
        guard let data = FileManager.default.contents(atPath: path) else {
            collector.report(file, "", zh: "缺少样例文件", en: "the file of samples is missing")
            return
        }
        do throws(ConfigurationProblem) {
            let node = try ConfigurationDocument.parse(Array(data), file: file)
            let reader = DefinitionReader(node, file: file, path: "", collector)
            for sample in reader.objects("accept", isRequired: true) ?? [] { add(sample, isAccepted: true) }
            for sample in reader.objects("reject", isRequired: true) ?? [] { add(sample, isAccepted: false) }
            reader.finish()
        } catch {
            collector.add(error)
        }
    }

    private mutating func add(_ reader: DefinitionReader, isAccepted: Bool) {
        let name = reader.string("name")
        let operation = reader.has("operation") ? reader.word("operation", RecordOperation.self) : .add
        let members = operation == .delete ? [] : record(reader)
        let expected = (reader.objects("problems", isRequired: !isAccepted) ?? []).compactMap(expectation)
        _ = reader.optionalString("notes")
        reader.finish()
        guard let name, let operation, let members else { return }
        if samples.contains(where: { $0.name == name }) {
            reader.report("name", zh: "样例名称重复", en: "the name is taken")
        }
        if isAccepted && operation != .delete { records[name] = members }
        var writer = JSONWriter(capacity: 4096)
        if operation != .delete { JSONNode.object(members).write(to: &writer) }
        samples.append(
            GoldenSample(
                name: name,
                isAccepted: isAccepted,
                operation: operation,
                payload: writer.bytes,
                expected: expected,
                path: reader.path
            )
        )
    }

    private func record(_ reader: DefinitionReader) -> [JSONNode.Member]? {
        if let base = reader.optionalString("base") {
            let patch = reader.node("patch")
            guard var members = records[base] else {
                reader.report("base", zh: "前面没有名为 \(base) 的接受样例", en: "no accepted sample \(base) stands before")
                return nil
            }
            guard case .object(let patch)? = patch else {
                reader.report("patch", zh: "须为对象", en: "must be an object")
                return nil
            }
            for change in patch {
                let place = members.firstIndex { $0.name == change.name }
                if change.value == .null {
                    guard let place else {
                        reader.report("patch.\(change.name)", zh: "基础样例没有此字段", en: "the base has no such field")
                        continue
                    }
                    members.remove(at: place)
                } else if let place {
                    members[place] = change
                } else {
                    members.append(change)
                }
            }
            return members
        }
        guard case .object(let members)? = reader.node("record") else {
            reader.report("record", zh: "须为对象", en: "must be an object")
            return nil
        }
        return members
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
