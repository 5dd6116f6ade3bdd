/// ISO 7064 MOD 37-2, the same as in GB/T 17710: one check character out of `0-9A-Z*`.
enum Modulus37 {
    /// Index in the alphabet; nil outside it.
    @inline(__always)
    static func value(_ byte: UInt8) -> Int? {
        byte == 0x2a ? 36 : CodeCharacter.value(byte)
    }

    /// True when the last character is the check character of those before it; `ignored` bytes do not count.
    static func isValid(_ text: Span<UInt8>, ignoring ignored: UInt8) -> Bool {
        guard text.count > 1, let check = value(text[text.count - 1]) else { return false }
        var product = 0
        for index in 0..<(text.count - 1) where text[index] != ignored {
            guard let value = CodeCharacter.value(text[index]) else { return false }
            product = (product + value) * 2 % 37
        }
        return (product + check) % 37 == 1
    }
}
