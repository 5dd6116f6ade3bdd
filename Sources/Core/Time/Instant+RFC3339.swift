extension Instant {
    /// Reads an RFC 3339 `date-time` (§5.6), with offset, fraction of any length (cut to milliseconds), no leap second.
    ///
    /// - Returns: nil for anything else.
    /// - Complexity: O(n), n the length of `text`.
    package init?(rfc3339 text: String) {
        self.init(rfc3339: Array(text.utf8))
    }

    /// Reads the same from the bytes of a header.
    package init?(rfc3339 text: [UInt8]) {
        var reader = DigitReader(text)
        guard let year = reader.number(digits: 4), reader.skip("-"),
            let month = reader.number(digits: 2), reader.skip("-"),
            let day = reader.number(digits: 2), reader.skip("T") || reader.skip("t"),
            let date = CivilDate(year: year, month: month, day: day),
            let hour = reader.number(digits: 2), hour < 24, reader.skip(":"),
            let minute = reader.number(digits: 2), minute < 60, reader.skip(":"),
            let second = reader.number(digits: 2), second < 60
        else { return nil }
        var fraction = 0
        if reader.skip(".") {
            guard let milliseconds = reader.fractionInMilliseconds() else { return nil }
            fraction = milliseconds
        }
        guard let offset = reader.offsetInMinutes(), reader.isAtEnd else { return nil }
        let minutes = (date.daysSinceEpoch * 24 + hour) * 60 + minute - offset
        self.init(milliseconds: Int64(minutes * 60 + second) * 1000 + Int64(fraction))
    }

    /// This instant as RFC 3339 text in UTC with milliseconds, for example `2026-11-21T03:18:00.000Z`.
    package var rfc3339: String {
        let (days, millisecondsOfDay) = split(by: 86_400_000)
        let date = CivilDate(daysSinceEpoch: days)
        let seconds = millisecondsOfDay / 1000
        var text = Array("0000-00-00T00:00:00.000Z".utf8)
        func put(_ value: Int, endingAt end: Int, digits: Int) {
            var rest = value
            for place in stride(from: end, to: end - digits, by: -1) {
                text[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
        }
        // Years beyond four digits have no form in RFC 3339; a broker may stamp anything.
        put(min(max(date.year, 0), 9999), endingAt: 3, digits: 4)
        put(date.month, endingAt: 6, digits: 2)
        put(date.day, endingAt: 9, digits: 2)
        put(seconds / 3600, endingAt: 12, digits: 2)
        put(seconds / 60 % 60, endingAt: 15, digits: 2)
        put(seconds % 60, endingAt: 18, digits: 2)
        put(millisecondsOfDay % 1000, endingAt: 22, digits: 3)
        return String(decoding: text, as: UTF8.self)
    }

    private func split(by unit: Int64) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: unit)
        return remainder < 0 ? (Int(quotient - 1), Int(remainder + unit)) : (Int(quotient), Int(remainder))
    }
}

/// Walks over the bytes of a date text; every step either fits or says so.
private struct DigitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }

    mutating func digit() -> Int? {
        guard position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 else { return nil }
        position += 1
        return Int(bytes[position - 1] - 0x30)
    }

    mutating func number(digits count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let next = digit() else { return nil }
            value = value * 10 + next
        }
        return value
    }

    mutating func fractionInMilliseconds() -> Int? {
        guard var value = digit() else { return nil }
        var count = 1
        while let next = digit() {
            if count < 3 { value = value * 10 + next }
            count += 1
        }
        while count < 3 {
            value *= 10
            count += 1
        }
        return value
    }

    mutating func offsetInMinutes() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int
        if skip("+") {
            sign = 1
        } else if skip("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(digits: 2), hours < 24, skip(":"), let minutes = number(digits: 2), minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
