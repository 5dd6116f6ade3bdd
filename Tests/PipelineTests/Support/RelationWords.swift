import Core
import Foundation
import Trust

/// The words of `hutong-relation` (docs/specs/topics.md §14), as far as tests ask, and relations of records that came
/// before.
struct RelationWords {
    struct Parent {
        let dataset: Substring
        let code: Substring
    }

    private let words: [Substring]

    init(_ text: String) {
        words = text.split(separator: " ")
    }

    /// The parents that the record names.
    var parents: [Parent] {
        words.filter { $0.hasPrefix("p:") }.map { word in
            let parts = word.split(separator: ":")
            return Parent(dataset: parts[1], code: parts[2])
        }
    }

    /// The relation of the same record under another message, asking for nothing.
    var before: String { text(record: words[2], message: "1", "child") }

    /// The relation of a record that will do as `parent`.
    func root(of parent: Parent) -> String {
        let record = Substring(String(repeating: "e", count: 32))
        guard parent.code != "*" else { return text(record: record, message: "2", "root") }
        return text(record: record, message: "2", "child") + " c:\(parent.code):F:off:off:off"
    }

    /// The same relation of `event`, which has another `ce_id` or `datakey`, with the names of §14.
    func renamed(_ event: TestEvent, of dataset: String, from sender: String, digest: String) -> String {
        let caseKey = event.attributes[.partitionkey] ?? ""
        let datakey = event.attributes[.datakey] ?? ""
        func name(_ parts: String..., digits: Int) -> Substring {
            let text = parts.joined(separator: "\u{1f}")
            let hex = PayloadDigest(.sha256, of: Array(text.utf8)).bytes.map { String(format: "%02x", $0) }.joined()
            return hex.prefix(digits)
        }
        let content = name(digest, dataset, datakey, event.attributes[.operation] ?? "", digits: 16)
        let names = [
            name(caseKey, "m", sender, event.attributes[.id] ?? "", digits: 32),
            name(caseKey, "r", sender, dataset, datakey, digits: 32), content,
        ]
        let corrected = event.attributes[.corrects].map { ["m:" + name(caseKey, "m", sender, $0, digits: 32)] } ?? []
        // What reaches beyond the case is the matter of another stage, which no history has.
        let rest = words.dropFirst(4).filter { !$0.hasPrefix("m:") && !$0.hasPrefix("x:") }
        return (words.prefix(1) + names + rest).joined(separator: " ") + corrected.map { " " + $0 }.joined()
    }

    private func text(record: Substring, message: Character, _ root: String) -> String {
        [words[0], Substring(String(repeating: message, count: 32)), record, words[3], "0", Substring(root), words[6]]
            .joined(separator: " ")
    }
}
