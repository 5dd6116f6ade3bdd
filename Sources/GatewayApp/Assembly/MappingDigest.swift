import Foundation
import Trust

/// Which text of a dialect's mappings is at work: a digest over its files, so that a delivery can be made again from the
/// same ones.
package enum MappingDigest {
    /// `<dialect>@sha-256:<hex>` for the dialect in `<contracts>/dialects/<dialect>`: SHA-256 over one line
    /// `<sha-256 of the file, hex>  <path>` for each JSON file of the dialect but its samples, by path in byte order, which is
    /// what `sha256sum` prints.
    ///
    /// - Returns: nil when the directory cannot be read.
    package static func text(of dialect: String, contracts: String) -> String? {
        let directory = "\(contracts)/dialects/\(dialect)"
        guard let paths = FileManager.default.enumerator(atPath: directory)?.allObjects as? [String] else { return nil }
        let files = paths.filter { $0.hasSuffix(".json") && !$0.hasPrefix("samples/") }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard !files.isEmpty else { return nil }
        var lines = ""
        for file in files {
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(file)") else { return nil }
            lines += "\(PayloadDigest(.sha256, of: [UInt8](data)).hex)  \(file)\n"
        }
        return "\(dialect)@\(PayloadDigest(.sha256, of: Array(lines.utf8)).text)"
    }
}
