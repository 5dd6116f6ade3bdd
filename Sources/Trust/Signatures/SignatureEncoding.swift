/// The DER form of ECDSA and SM2 signatures: SEQUENCE of two positive INTEGERs, each in its one shortest form, and
/// nothing behind it (X.690 §8.3, §10.1).
///
/// OpenSSL 3 insists on it too; here it does not depend on the library's version, and it tells a malformed signature
/// from a wrong one.
enum SignatureEncoding {
    /// True when `signature` has exactly that form.
    static func isStrict(_ signature: [UInt8]) -> Bool {
        var rest = signature[...]
        guard let sequence = DERElement(takenFrom: &rest), rest.isEmpty, sequence.tag == 0x30 else { return false }
        rest = sequence.content
        guard let first = DERElement(takenFrom: &rest), isPositiveInteger(first),
            let second = DERElement(takenFrom: &rest), isPositiveInteger(second)
        else { return false }
        return rest.isEmpty
    }

    private static func isPositiveInteger(_ element: DERElement) -> Bool {
        guard element.tag == 0x02, let first = element.content.first, first < 0x80 else { return false }
        if first != 0 { return true }
        // A leading zero only keeps the sign; zero itself is no valid r or s.
        guard element.content.count > 1 else { return false }
        return element.content[element.content.startIndex + 1] >= 0x80
    }
}
