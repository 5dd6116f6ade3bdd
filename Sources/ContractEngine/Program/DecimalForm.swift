/// How a decimal number is written, without its value: enough to count digits.
struct DecimalForm {
    let isNegative: Bool
    /// Where digits and point stand.
    let digits: Range<Int>
    /// Digits before the point, as written.
    let integerDigits: Int
    /// Digits after the point, as written.
    let fractionDigits: Int
    /// True when there is an exponent part.
    let hasExponent: Bool
    /// Value of the exponent part, saturated far beyond ``ExactDecimal/maximumExponent``.
    let exponent: Int
    /// Digits from the first that is not 0 on.
    let significantDigits: Int

    /// The form of `text`, `-?digits[.digits][(e|E)[+-]digits]`; nil for anything else.
    ///
    /// A JSON number has this form too; that it has no superfluous zero is the scanner's business.
    init?(_ text: Span<UInt8>) {
        var index = 0
        isNegative = text.count > 0 && text[0] == 0x2d
        if isNegative { index = 1 }
        let start = index
        var leading = 0
        var isLeading = true
        while index < text.count, CodeCharacter.isDigit(text[index]) {
            if isLeading && text[index] == 0x30 { leading += 1 } else { isLeading = false }
            index += 1
        }
        integerDigits = index - start
        guard integerDigits > 0 else { return nil }
        var fraction = 0
        if index < text.count, text[index] == 0x2e {
            index += 1
            while index < text.count, CodeCharacter.isDigit(text[index]) {
                if isLeading && text[index] == 0x30 { leading += 1 } else { isLeading = false }
                index += 1
                fraction += 1
            }
            guard fraction > 0 else { return nil }
        }
        fractionDigits = fraction
        significantDigits = integerDigits + fraction - leading
        digits = start..<index
        hasExponent = index < text.count
        guard hasExponent else {
            exponent = 0
            return
        }
        guard text[index] | 0x20 == 0x65 else { return nil }
        index += 1
        let isDown = index < text.count && text[index] == 0x2d
        if isDown || (index < text.count && text[index] == 0x2b) { index += 1 }
        guard index < text.count else { return nil }
        var power = 0
        while index < text.count {
            guard CodeCharacter.isDigit(text[index]) else { return nil }
            power = min(power * 10 + Int(text[index] - 0x30), 1_000_000)
            index += 1
        }
        exponent = isDown ? -power : power
    }

    /// True when ``ExactDecimal`` can hold the number.
    var isRepresentable: Bool {
        significantDigits <= ExactDecimal.maximumDigits && exponent.magnitude <= ExactDecimal.maximumExponent
            && integerDigits + fractionDigits <= 2 * ExactDecimal.maximumDigits
    }

    /// True when the number has at most so many digits before and after the point: as written, or, for a number
    /// with an exponent, once the point is moved.
    func fits(integer: Int, fraction: Int) -> Bool {
        guard isRepresentable else { return false }
        guard hasExponent, significantDigits > 0 else {
            return integerDigits <= integer && fractionDigits <= fraction
        }
        // Leading zeros say nothing once the point moves: digits before the point counted from the first that is not 0.
        let before = significantDigits - fractionDigits + exponent
        return before <= integer && fractionDigits - exponent <= fraction
    }
}
