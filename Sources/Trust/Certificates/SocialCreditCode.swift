/// The shape of a 统一社会信用代码 (GB 32100-2015): 18 characters of digits and capital letters without I, O, S, V, Z.
///
/// Only the shape: real codes of pilot regions fail the check character, and what is asked here is equality with the
/// registered code of a platform.
enum SocialCreditCode {
    /// `bytes` as a code, or nil when they have another shape.
    static func text(_ bytes: some Collection<UInt8>) -> String? {
        guard bytes.count == 18, bytes.allSatisfy(isInAlphabet) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// True when the last character of `code` is the check character of the others (GB 32100-2015 §5.2, modulo 31).
    static func isChecked(_ code: String) -> Bool {
        let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
        let values = code.utf8.compactMap { alphabet.firstIndex(of: $0) }
        guard values.count == 18 else { return false }
        var (sum, weight) = (0, 1)
        for value in values.dropLast() {
            sum += value * weight
            weight = weight * 3 % 31
        }
        return values[17] == (31 - sum % 31) % 31
    }

    private static func isInAlphabet(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39: true
        case UInt8(ascii: "I"), UInt8(ascii: "O"), UInt8(ascii: "S"), UInt8(ascii: "V"), UInt8(ascii: "Z"): false
        case 0x41...0x5a: true
        default: false
        }
    }
}
