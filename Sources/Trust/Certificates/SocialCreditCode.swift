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

    private static func isInAlphabet(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39: true
        case UInt8(ascii: "I"), UInt8(ascii: "O"), UInt8(ascii: "S"), UInt8(ascii: "V"), UInt8(ascii: "Z"): false
        case 0x41...0x5a: true
        default: false
        }
    }
}
