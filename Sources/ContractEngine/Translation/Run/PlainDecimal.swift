internal import Core

/// Decimal numbers as text without exponent.
enum PlainDecimal {
    /// `text`, a decimal number in any JSON notation or with leading zeros, as a JSON number without exponent and
    /// without superfluous zeros before the point; nil when it is none or too long to be exact.
    static func text(_ text: [UInt8]) -> [UInt8]? {
        guard text.count <= 128, let form = DecimalForm(text.span), form.isRepresentable else { return nil }
        guard !form.hasExponent else { return ExactDecimal(text.span).map { PlainDecimal.text($0) } }
        var digits = Array(text[form.digits])
        let point = digits.firstIndex(of: 0x2e) ?? digits.count
        digits.removeFirst(min(digits.prefix { $0 == 0x30 }.count, point - 1))
        return form.isNegative ? [0x2d] + digits : digits
    }

    /// The number without exponent and without zeros at the end of a fraction.
    static func text(_ number: ExactDecimal) -> [UInt8] {
        var digits = Array(String(number.coefficient).utf8)
        if number.exponent >= 0 {
            if number.coefficient != 0 { digits += [UInt8](repeating: 0x30, count: number.exponent) }
        } else {
            let places = -number.exponent
            if digits.count <= places {
                digits = [UInt8](repeating: 0x30, count: places - digits.count + 1) + digits
            }
            var fraction = Array(digits.suffix(places))
            digits.removeLast(places)
            while fraction.last == 0x30 { fraction.removeLast() }
            if !fraction.isEmpty { digits += [0x2e] + fraction }
        }
        return number.isNegative ? [0x2d] + digits : digits
    }

    /// `number` / `divisor` if that is a finite decimal of few digits, else nil.
    static func quotient(_ number: ExactDecimal, _ divisor: ExactDecimal) -> ExactDecimal? {
        guard divisor.coefficient != 0 else { return nil }
        var coefficient = number.coefficient
        var exponent = number.exponent - divisor.exponent
        // A finite quotient needs no more zeros than the divisor has factors 2 or 5.
        for _ in 0..<ExactDecimal.maximumDigits {
            if coefficient % divisor.coefficient == 0 {
                return ExactDecimal(
                    isNegative: number.isNegative != divisor.isNegative,
                    coefficient: coefficient / divisor.coefficient,
                    exponent: exponent
                )
            }
            let (product, overflow) = coefficient.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            coefficient = product
            exponent -= 1
        }
        return nil
    }
}
