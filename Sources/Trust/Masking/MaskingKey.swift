import COpenSSL
import Core

/// The key of the exchange for fields that are shown by `digest` (docs/specs/masking.md). Nobody outside the exchange has
/// it: whoever had it could try all identity numbers.
package final class MaskingKey: Sendable {
    /// Least and greatest length of a key in bytes.
    static let sizes = 32...64

    /// Tells keys apart: eight hexadecimal digits that follow from the key and do not tell it.
    package let id: String
    private let key: SecretBytes

    /// The key that `source` holds as one line of 64 to 128 hexadecimal digits.
    ///
    /// - Throws: ``TrustFailure`` when the source cannot be read or is open to others, when the line is no such key, and
    ///   when the library has no HMAC with SM3.
    package convenience init(reading source: SecretSource) throws(TrustFailure) {
        let line = try source.read(as: BilingualText(zh: "掩码密钥", en: "masking key"))
        try self.init(line, origin: "\(source)")
    }

    /// The key whose hexadecimal digits are `text`, which is already known to the process; for tests and throw-away keys.
    ///
    /// - Throws: ``TrustFailure`` when it is no key, and when the library has no HMAC with SM3.
    package convenience init(copying text: String) throws(TrustFailure) {
        try self.init(SecretBytes(copying: text), origin: "-")
    }

    private init(_ line: SecretBytes, origin: String) throws(TrustFailure) {
        guard let key = MaskingKey.bytes(of: line) else {
            throw TrustFailure(
                .malformed,
                zh: "掩码密钥须为一行 64 至 128 个十六进制数字（openssl rand -hex 32）：\(origin)",
                en: "the masking key must be one line of 64 to 128 hexadecimal digits (openssl rand -hex 32): \(origin)"
            )
        }
        guard let code = MessageCode.of(Array("hutong-mask-key".utf8), under: key) else {
            throw TrustFailure(library: "HMAC with SM3 is not available")
        }
        self.key = key
        id = Hexadecimal.encode(code.prefix(4))
    }

    /// A new key as the line of its file.
    ///
    /// - Throws: ``TrustFailure`` when the library has no random numbers.
    package static func generatedText() throws(TrustFailure) -> String {
        var bytes = [UInt8](repeating: 0, count: sizes.lowerBound)
        // The library fills as many bytes as the array has.
        guard unsafe RAND_bytes(&bytes, Int32(bytes.count)) == 1 else {
            throw TrustFailure(library: "RAND_bytes: \(LibraryErrors.drain())")
        }
        return Hexadecimal.encode(bytes)
    }

    /// What `recipient` is shown in place of values; nil when the library refuses.
    ///
    /// - Parameter recipient: registry id.
    package func digest(for recipient: String) -> RecipientDigest? {
        let message = MaskingKey.message("hutong-mask-recipient", recipient)
        // The memory is lent for the length of the call.
        let own = unsafe SecretBytes(limit: MessageCode.size) { target in
            unsafe MessageCode.write(of: message, under: key, to: target)
        }
        return own.map { RecipientDigest(key: $0, keyID: id, recipient: recipient) }
    }

    /// The words one behind the other, separated by U+001F.
    static func message(_ words: String...) -> [UInt8] { Array(words.joined(separator: "\u{1f}").utf8) }

    /// The bytes whose hexadecimal digits `line` is; nil for anything else.
    private static func bytes(of line: SecretBytes) -> SecretBytes? {
        guard line.count.isMultiple(of: 2), sizes.contains(line.count / 2) else { return nil }
        // Both memories are lent for the length of the call, and as many bytes are written as there are pairs of digits.
        return unsafe SecretBytes(limit: line.count / 2) { target in
            unsafe line.withBytes { digits in
                for index in 0..<(digits.count / 2) {
                    guard let high = Hexadecimal.value(of: unsafe digits[index * 2], acceptingUpperCase: true),
                        let low = Hexadecimal.value(of: unsafe digits[index * 2 + 1], acceptingUpperCase: true)
                    else { return nil }
                    unsafe target[index] = high << 4 | low
                }
                return digits.count / 2
            }
        }
    }
}
