import ContractEngine
import Core
import Foundation
import Testing

/// A copy of the shipped contracts with mistakes in it, and where they have to be found.
final class MistakenDirectory {
    let directory: URL
    /// Places of the mistakes as `file:line:column key`, told from the edited texts alone.
    private(set) var expected: Set<String> = []

    init(_ mistakes: [Mistake]) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "mistaken-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Repository.root.appending(path: "Contracts"), to: directory)
        for (file, edits) in Dictionary(grouping: mistakes, by: \.file) { try make(edits, in: file) }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// What was found, in the form of ``expected``.
    static func places(_ problems: [ConfigurationProblem]) -> [String] {
        problems.map { "\($0.file):\($0.place?.line ?? 0):\($0.place?.column ?? 0) \($0.key)" }
    }

    private func make(_ edits: [Mistake], in file: String) throws {
        let url = directory.appending(path: file)
        var text = try String(contentsOf: url, encoding: .utf8)
        for (number, edit) in edits.enumerated() {
            // A mark with the number of its edit, as the edits of one file shift each other.
            let numbered = edit.new.replacingOccurrences(of: String(Mistake.mark), with: "§\(number)§")
            let range = try #require(text.range(of: edit.old), "\(file) has no \(edit.old)")
            text.replaceSubrange(range, with: numbered)
        }
        let marks = edits.indices.map { "§\($0)§" }
        for (number, edit) in edits.enumerated() {
            let range = try #require(text.range(of: marks[number]), "\(file): \(edit.new) is gone")
            var before = String(text[..<range.lowerBound])
            var behind = String(text[range.upperBound...])
            for mark in marks {
                before = before.replacingOccurrences(of: mark, with: "")
                behind = behind.replacingOccurrences(of: mark, with: "")
            }
            let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
            let column = (lines.last?.unicodeScalars.count ?? 0) + 1
            var key = edit.isSyntax ? "" : Self.path(before, behind)
            if !edit.missing.isEmpty { key += (key.isEmpty ? "" : ".") + edit.missing }
            expected.insert("\(file):\(lines.count):\(column) \(key)")
        }
        for mark in marks { text = text.replacingOccurrences(of: mark, with: "") }
        try Data(text.utf8).write(to: url)
    }

    /// The path of what begins behind `before`: a member when a key with its colon begins there, else an element.
    private static func path(_ before: String, _ behind: String) -> String {
        // One entry for every open container: the key it is at, or the index.
        var open: [(isArray: Bool, key: String, index: Int)] = []
        var text: String?
        var last = ""
        for character in before {
            if text != nil {
                if character == "\"" {
                    last = text ?? ""
                    text = nil
                } else {
                    text?.append(character)
                }
                continue
            }
            switch character {
            case "\"": text = ""
            case ":": if let top = open.indices.last { open[top].key = last }
            case ",": if let top = open.indices.last { open[top].index += 1 }
            case "[", "{": open.append((character == "[", "", 0))
            case "]", "}": open.removeLast()
            default: break
            }
        }
        if let top = open.indices.last, !open[top].isArray, behind.first == "\"" {
            open[top].key = String(behind.dropFirst().prefix { $0 != "\"" })
        }
        return open.reduce(into: "") { path, level in
            path += level.isArray ? "[\(level.index)]" : (path.isEmpty ? "" : ".") + level.key
        }
    }
}
