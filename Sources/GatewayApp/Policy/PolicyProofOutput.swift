import Core
import RoutingPolicy

/// The result of a proof for people and for machines (docs/specs/policy.md §3).
struct PolicyProofOutput {
    let results: [InvariantResult]
    /// Digest of the configuration (``ConfigurationDigest``).
    let configuration: String

    /// Ways told for each invariant; what breaks it once often breaks it for every platform.
    private static let told = 20

    /// True when every invariant holds.
    var holds: Bool { results.allSatisfy(\.holds) }

    /// One line of JSON.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 8192)
        writer.beginObject()
        writer.member("holds", holds)
        writer.member("configuration", configuration)
        writer.key("invariants")
        writer.beginArray()
        for result in results {
            writer.beginObject()
            writer.member("id", result.invariant.rawValue)
            writer.member("source", result.invariant.source)
            writer.key("statement")
            writer.bilingual(result.invariant.statement)
            writer.member("holds", result.holds)
            writer.key("counterexample")
            if let first = result.counterexamples.first {
                PolicyProofOutput.write(first, to: &writer)
            } else {
                writer.null()
            }
            writer.key("further")
            writer.beginArray()
            for further in result.counterexamples.dropFirst().prefix(PolicyProofOutput.told) {
                PolicyProofOutput.write(further, to: &writer)
            }
            writer.endArray()
            writer.member("omitted", max(0, result.counterexamples.count - 1 - PolicyProofOutput.told))
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// Lines for a person.
    func lines(in language: Language) -> [String] {
        var lines = results.flatMap { result -> [String] in
            let mark = result.holds ? "✔" : "✘"
            let statement = result.invariant.statement.text(in: language)
            let found = result.counterexamples.prefix(PolicyProofOutput.told).flatMap { example in
                ["    \(example.message.text(in: language))", "      \(example.path.joined(separator: " → "))"]
            }
            let omitted = result.counterexamples.count - PolicyProofOutput.told
            let rest = BilingualText(zh: "    另有 \(omitted) 处", en: "    and \(omitted) more").text(in: language)
            return ["\(mark) \(result.invariant.rawValue)  \(statement)  [\(result.invariant.source)]"] + found
                + (omitted > 0 ? [rest] : [])
        }
        let broken = results.filter { !$0.holds }.count
        let verdict =
            broken == 0
            ? BilingualText(zh: "\(results.count) 条不变式全部成立", en: "all \(results.count) invariants hold")
            : BilingualText(
                zh: "\(results.count) 条不变式中 \(broken) 条不成立",
                en: "\(broken) of \(results.count) invariants do not hold"
            )
        lines.append(verdict.text(in: language))
        lines.append(BilingualText(zh: "配置 \(configuration)", en: "configuration \(configuration)").text(in: language))
        return lines
    }

    private static func write(_ example: Counterexample, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("path")
        writer.beginArray()
        for step in example.path { writer.string(step) }
        writer.endArray()
        writer.key("message")
        writer.bilingual(example.message)
        writer.endObject()
    }
}
