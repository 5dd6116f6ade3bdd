/// 组织机构代码, GB 11714-1997: eight letters or digits and a check character, here without the hyphen of its printed
/// form.
enum OrganisationCode {
    private static func weight(_ index: Int) -> Int {
        switch index {
        case 0: 3
        case 1: 7
        case 2: 9
        case 3: 10
        case 4: 5
        case 5: 8
        case 6: 4
        default: 2
        }
    }

    /// True when the check character is 11 − Σ vᵢwᵢ mod 11, written X for 10 and 0 for 11.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        guard text.count == 9 else { return false }
        var sum = 0
        for index in 0..<8 {
            guard let value = CodeCharacter.value(text[index]) else { return false }
            sum += value * weight(index)
        }
        let check = (11 - sum % 11) % 11
        return text[8] == (check == 10 ? 0x58 : 0x30 + UInt8(check))
    }
}
