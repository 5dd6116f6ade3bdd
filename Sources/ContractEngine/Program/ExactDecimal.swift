internal import Core

/// A decimal number without rounding: ±coefficient × 10^exponent.
///
/// Amounts are money: they are compared and multiplied as integers, never as `Double`.
struct ExactDecimal: Sendable, Hashable {
    /// Most significant digits; every one of them fits the coefficient.
    static let maximumDigits = 38
    /// Largest magnitude of an exponent that is read.
    static let maximumExponent = 64

    let isNegative: Bool
    let coefficient: UInt128
    let exponent: Int

    init(isNegative: Bool, coefficient: UInt128, exponent: Int) {
        self.isNegative = isNegative && coefficient != 0
        self.coefficient = coefficient
        self.exponent = exponent
    }

    /// The number that `text` writes: a JSON number, exponent included; nil for anything else, and for more than
    /// ``maximumDigits`` significant digits or an exponent beyond ``maximumExponent``.
    init?(_ text: Span<UInt8>) {
        guard let form = DecimalForm(text), form.isRepresentable else { return nil }
        var coefficient: UInt128 = 0
        var chunk: UInt64 = 0
        var scale: UInt64 = 1
        for index in form.digits where text[index] != 0x2e {
            chunk = chunk &* 10 &+ UInt64(text[index] &- 0x30)
            scale &*= 10
            if scale == 1_000_000_000_000_000_000 {
                coefficient = coefficient &* UInt128(scale) &+ UInt128(chunk)
                chunk = 0
                scale = 1
            }
        }
        coefficient = coefficient &* UInt128(scale) &+ UInt128(chunk)
        self.init(
            isNegative: form.isNegative,
            coefficient: coefficient,
            exponent: form.exponent - form.fractionDigits
        )
    }

    /// Digits of the coefficient.
    var digits: Int {
        var rest = coefficient
        var count = 0
        while rest > 0 {
            rest /= 10
            count += 1
        }
        return count
    }

    /// The number that `text` writes.
    init?(_ text: String) {
        self.init(Array(text.utf8).span)
    }

    /// Plain digits, without exponent.
    var text: String {
        var digits = String(coefficient)
        if exponent >= 0 {
            digits += String(repeating: "0", count: coefficient == 0 ? 0 : exponent)
        } else {
            digits = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: exponent))
        }
        return (isNegative ? "-" : "") + digits
    }

    /// The product with a factor of few digits; nil when it does not fit the coefficient.
    func multiplied(by factor: ExactDecimal) -> ExactDecimal? {
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: factor.coefficient)
        guard !overflow else { return nil }
        return ExactDecimal(
            isNegative: isNegative != factor.isNegative,
            coefficient: product,
            exponent: exponent + factor.exponent
        )
    }

    /// Negative, zero or positive as this number is smaller than, equal to or greater than `other`.
    func compared(to other: ExactDecimal) -> Int {
        if isNegative != other.isNegative { return isNegative ? -1 : 1 }
        return isNegative ? other.magnitudeCompared(to: self) : magnitudeCompared(to: other)
    }

    private func magnitudeCompared(to other: ExactDecimal) -> Int {
        if coefficient == 0 || other.coefficient == 0 {
            return coefficient == other.coefficient ? 0 : coefficient == 0 ? -1 : 1
        }
        let common = min(exponent, other.exponent)
        // The side with the larger exponent is scaled up; should it not fit, it is the greater one, since the other
        // side fits as it is.
        guard let left = scaled(by: exponent - common) else { return 1 }
        guard let right = other.scaled(by: other.exponent - common) else { return -1 }
        return left == right ? 0 : left < right ? -1 : 1
    }

    private func scaled(by places: Int) -> UInt128? {
        var value = coefficient
        for _ in 0..<places {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
        }
        return value
    }
}
