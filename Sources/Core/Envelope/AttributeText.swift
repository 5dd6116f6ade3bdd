/// The bytes of an attribute value as text.
enum AttributeText {
    /// UTF-8 text of 1 to ``EventEnvelope/maximumValueLength`` bytes without control characters (C0, DEL, C1): a line
    /// feed inside a value could forge a line of the signing base.
    static func validated(_ bytes: [UInt8]) -> String? {
        guard !bytes.isEmpty, bytes.count <= EventEnvelope.maximumValueLength else { return nil }
        if bytes.allSatisfy({ (0x20..<0x7f).contains($0) }) { return String(decoding: bytes, as: UTF8.self) }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        for scalar in text.unicodeScalars where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) {
            return nil
        }
        return text
    }
}
