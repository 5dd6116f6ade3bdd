import Core
import Foundation

/// The text of a draft, which a person goes on writing: names of certificate files stay names.
package struct TrustListDraft: Sendable {
    /// The draft as text.
    package var bytes: [UInt8] { JSONLayout.bytes(.object(members)) }
    private let path: String
    private let members: [JSONNode.Member]

    /// Reads the draft at `path`, or begins a new one when there is no such file.
    ///
    /// - Throws: ``TrustListProblems`` when it is no JSON object.
    package init(contentsOfFile path: String) throws(TrustListProblems) {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else {
            let publisher = BilingualText(zh: "认可机构", en: "recognising authority")
            members = [
                JSONNode.Member(name: "format", value: .number("2")),
                JSONNode.Member(name: "publisher", value: TrustListText.node(publisher)),
                JSONNode.Member(name: "authorities", value: .array([])),
            ]
            return
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TrustListProblems(problems: [TrustListReader.unreadable(path)])
        }
        do throws(ConfigurationProblem) {
            guard case .object(let members) = try ConfigurationDocument.parse([UInt8](data), file: path) else {
                throw ConfigurationProblem(.notJSON, file: path, zh: "须为 JSON 对象", en: "must be a JSON object")
            }
            self.members = members
        } catch {
            throw TrustListProblems(problems: [error])
        }
    }

    private init(path: String, members: [JSONNode.Member]) {
        self.path = path
        self.members = members
    }

    /// The draft with `authority` at its end, its certificates by the names of their files.
    ///
    /// - Throws: ``TrustListProblems`` when the result could not be signed.
    package func adding(
        _ authority: TrustAuthority,
        certificateFiles: [String]
    ) throws(TrustListProblems) -> TrustListDraft {
        var entry: [JSONNode.Member] = []
        if case .object(let written) = authority.node { entry = written }
        let files = JSONNode.array(certificateFiles.map { .string($0) })
        entry = entry.map { $0.name == "certificates" ? JSONNode.Member(name: $0.name, value: files) : $0 }
        var authorities: [JSONNode] = []
        if case .array(let listed)? = JSONNode.object(members)["authorities"] { authorities = listed }
        let value = JSONNode.array(authorities + [.object(entry)])
        var changed = members.filter { $0.name != "authorities" }
        let place = members.firstIndex { $0.name == "authorities" } ?? changed.count
        changed.insert(JSONNode.Member(name: "authorities", value: value), at: place)
        let draft = TrustListDraft(path: path, members: changed)
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        _ = try TrustListReader.list(draft.bytes, file: path, directory: directory)
        return draft
    }
}
