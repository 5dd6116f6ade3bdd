/// 货币代码, GB/T 12406 (ISO 4217), numeric or alphabetic.
enum CurrencyCode {
    /// The currencies met in cross-border tendering, as the reference recalls them.
    private static let known: [(numeric: Int, letters: StaticString)] = [
        (156, "CNY"), (840, "USD"), (978, "EUR"), (344, "HKD"), (392, "JPY"), (826, "GBP"), (446, "MOP"),
        (901, "TWD"), (36, "AUD"), (124, "CAD"), (756, "CHF"), (702, "SGD"), (410, "KRW"), (643, "RUB"),
    ]
    private static let numerics = Set(known.map(\.numeric))
    private static let letters = Set(known.map { $0.letters.description })

    /// Every code that is accepted, in either form, in the order of the list.
    static let all = known.flatMap { code -> [String] in
        let digits = String(code.numeric)
        return [String(repeating: "0", count: 3 - digits.count) + digits, code.letters.description]
    }

    /// True for three digits or three capital letters of a known currency.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        guard text.count == 3 else { return false }
        if let number = CodeCharacter.number(text, 0..<3) { return numerics.contains(number) }
        for index in 0..<3 where !CodeCharacter.isCapital(text[index]) { return false }
        return letters.contains(String(decoding: [text[0], text[1], text[2]], as: UTF8.self))
    }
}
