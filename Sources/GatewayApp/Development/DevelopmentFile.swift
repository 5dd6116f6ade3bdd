import Core
import Foundation

/// Writes the files of the throw-away exchange.
enum DevelopmentFile {
    /// Writes `json` indented, so that a person can read it, below directories that are made as needed.
    ///
    /// - Throws: ``CommandFailure`` with code 73.
    static func write(json: [UInt8], to path: String) throws(CommandFailure) {
        let value = try? JSONSerialization.jsonObject(with: Data(json))
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = value.flatMap { try? JSONSerialization.data(withJSONObject: $0, options: options) }
        try write(Array(data ?? Data(json)) + [0x0a], to: path)
    }

    /// Writes `bytes` to `file`, which is relative to where the command was called, or to standard output without one.
    ///
    /// - Throws: ``CommandFailure`` with code 73.
    static func write(_ bytes: [UInt8], to file: String?, on console: Console) throws(CommandFailure) {
        guard let file else { return console.streams.write(bytes) }
        try write(bytes, to: console.resolve(file))
    }

    /// Writes `bytes` whole or not at all.
    ///
    /// - Parameter isPrivate: true for keys: nobody but the owner may read the file.
    /// - Throws: ``CommandFailure`` with code 73.
    static func write(_ bytes: [UInt8], to path: String, isPrivate: Bool = false) throws(CommandFailure) {
        let url = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: url, options: .atomic)
            if isPrivate {
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            }
        } catch {
            throw CommandFailure(.cannotCreate, zh: "无法写出 \(path)", en: "cannot write \(path)")
        }
    }
}
