/// The shape of an organisation code (GB 11714): eight digits or capital letters and a check character (a digit or X),
/// written with or without a hyphen before the latter.
enum OrganisationCode {
    /// `bytes` as the nine characters, or nil when they have another shape.
    static func text(_ bytes: some Collection<UInt8>) -> String? {
        var characters = Array(bytes)
        if characters.count == 10, characters[8] == UInt8(ascii: "-") { characters.remove(at: 8) }
        guard characters.count == 9, characters.dropLast().allSatisfy(isDigitOrLetter), let check = characters.last,
            0x30...0x39 ~= check || check == UInt8(ascii: "X")
        else { return nil }
        return String(decoding: characters, as: UTF8.self)
    }

    /// True when `code` stands at positions 9 to 17 of the 统一社会信用代码 `platformCode` (GB 32100-2015 §4).
    static func isPart(_ code: String, of platformCode: String) -> Bool {
        let characters = platformCode.utf8
        return characters.count == 18 && characters.dropFirst(8).prefix(9).elementsEqual(code.utf8)
    }

    /// True when the last of the nine characters is the check character of the others (GB 11714-1997, modulo 11).
    static func isChecked(_ code: String) -> Bool {
        let weights = [3, 7, 9, 10, 5, 8, 4, 2]
        let characters = Array(code.utf8)
        guard characters.count == 9, characters.allSatisfy(isDigitOrLetter) else { return false }
        var sum = 0
        for (weight, character) in zip(weights, characters) {
            sum += weight * (character <= 0x39 ? Int(character) - 0x30 : Int(character) - 0x37)
        }
        let expected = 11 - sum % 11
        return characters[8] == (expected == 10 ? UInt8(ascii: "X") : UInt8(0x30 + expected % 11))
    }

    private static func isDigitOrLetter(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x41...0x5a ~= byte
    }
}
