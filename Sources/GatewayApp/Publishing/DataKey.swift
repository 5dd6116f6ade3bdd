import Core
import Trust

/// Makes values of DATA_KEY: four characters of the system, four of the data set's number (zeros where it has none),
/// fourteen of the record.
package enum DataKey {
    /// The system's four characters where none are given.
    package static let defaultSystem = "HT01"
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    private static let tail = 14

    /// A new one.
    package static func random(system: String, number: Int?) -> String {
        compose(system, number, (0..<tail).map { _ in UInt8.random(in: 0...255) })
    }

    /// The one that belongs to `identity`: the same text always gets the same key.
    package static func derived(system: String, number: Int?, identity: String) -> String {
        compose(system, number, PayloadDigest(.sha256, of: Array(identity.utf8)).bytes)
    }

    /// True for four letters or digits.
    package static func isSystem(_ text: String) -> Bool {
        text.utf8.count == 4 && text.uppercased().utf8.allSatisfy(alphabet.contains)
    }

    private static func compose(_ system: String, _ number: Int?, _ bytes: [UInt8]) -> String {
        let digits = String(String((number ?? 0) % 10_000 + 10_000).dropFirst())
        let rest = bytes.prefix(tail).map { alphabet[Int($0) % alphabet.count] }
        return system + digits + String(decoding: rest, as: UTF8.self)
    }
}
