import Core
import Foundation
import Trust

/// One digest of everything that decides who may send what to whom: the configuration and the files that it names.
///
/// SHA-256 of one line for each file, `<role> <path> <sha-256 of its bytes>`, sorted: whoever has the files can compute it
/// with `sha256sum`.
enum ConfigurationDigest {
    /// `sha-256:<hex>`
    static func of(_ sources: ArtifactSources, certificates: [String]) -> String {
        let directory = FilePath.parent(of: sources.file)
        var files: [(role: String, path: String)] = [("configuration", sources.file)]
        if let registry = sources.registry { files.append(("registry", registry)) }
        if let flows = sources.flows { files.append(("flows", flows)) }
        files += certificates.map { ("certificate", $0) }
        if let contracts = sources.contracts { files += contractFiles(below: contracts).map { ("contract", $0) } }
        let lines = files.map { role, path in
            let bytes = FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? []
            return "\(role) \(relative(path, to: directory)) \(PayloadDigest(.sha256, of: bytes).text)\n"
        }
        return PayloadDigest(.sha256, of: Array(lines.sorted().joined().utf8)).text
    }

    /// The JSON files of the contracts, sorted; those of flows stand for themselves.
    private static func contractFiles(below directory: String) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: directory) else { return [] }
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") && !$0.hasPrefix("flows/") }.sorted()
            .map { "\(directory)/\($0)" }
    }

    /// `path` as it stands below or beside `directory`, so that the digest does not depend on where that is.
    private static func relative(_ path: String, to directory: String) -> String {
        let base = directory.split(separator: "/")
        let target = path.split(separator: "/")
        let common = zip(base, target).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: base.count - common) + target.dropFirst(common).map(String.init))
            .joined(separator: "/")
    }
}
