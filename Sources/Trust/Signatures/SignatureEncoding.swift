/// The DER form of ECDSA and SM2 signatures: SEQUENCE of two positive INTEGERs, each in its one shortest form, and
/// nothing behind it (X.690 §8.3, §10.1).
///
/// OpenSSL 3 insists on it too; here it does not depend on the library's version, and it tells a malformed signature
/// from a wrong one.
enum SignatureEncoding {
    /// True when `signature` has exactly that form.
    static func isStrict(_ signature: [UInt8]) -> Bool {
        guard let content = element(signature[...], tag: 0x30, isLast: true),
            let first = element(content, tag: 0x02, isLast: false), isPositive(first),
            let second = element(content[first.endIndex...], tag: 0x02, isLast: true), isPositive(second)
        else { return false }
        return true
    }

    /// The content of the element at the start of `bytes`, where it has `tag` and a shortest definite length below 256.
    private static func element(_ bytes: ArraySlice<UInt8>, tag: UInt8, isLast: Bool) -> ArraySlice<UInt8>? {
        guard bytes.count >= 2, bytes[bytes.startIndex] == tag else { return nil }
        var length = Int(bytes[bytes.startIndex + 1])
        var header = 2
        if length == 0x81 {
            guard bytes.count >= 3 else { return nil }
            length = Int(bytes[bytes.startIndex + 2])
            header = 3
            guard length >= 0x80 else { return nil }
        } else if length >= 0x80 {
            return nil
        }
        guard isLast ? bytes.count == header + length : bytes.count >= header + length else { return nil }
        let start = bytes.startIndex + header
        return bytes[start..<start + length]
    }

    private static func isPositive(_ content: ArraySlice<UInt8>) -> Bool {
        guard let first = content.first, first < 0x80 else { return false }
        if first != 0 { return true }
        // A leading zero only keeps the sign; zero itself is no valid r or s.
        guard content.count > 1 else { return false }
        return content[content.startIndex + 1] >= 0x80
    }
}
