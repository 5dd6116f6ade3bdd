internal import Core

/// How a dialect writes a date or time.
enum DateForm: Hashable {
    /// `2026-03-16T10:15:00+08:00`
    case iso8601
    /// Digits and other text in this order.
    case pattern([Part])

    /// A piece of a pattern.
    enum Part: Hashable {
        case year
        case month
        case day
        case hour
        case minute
        case second
        case literal(UInt8)

        /// Digits that the part takes.
        var width: Int {
            switch self {
            case .year: 4
            case .literal: 1
            default: 2
            }
        }
    }

    /// The form that `text` describes; nil when it has no year, an unknown letter, or a part twice.
    init?(_ text: String) {
        if text == "iso8601" {
            self = .iso8601
            return
        }
        let bytes = Array(text.utf8)
        let letters: [(String, Part)] = [
            ("yyyy", .year), ("MM", .month), ("dd", .day), ("HH", .hour), ("mm", .minute), ("ss", .second),
        ]
        var parts: [Part] = []
        var index = 0
        while index < bytes.count {
            let rest = bytes[index...]
            if let (name, part) = letters.first(where: { rest.starts(with: $0.0.utf8) }) {
                guard !parts.contains(part) else { return nil }
                parts.append(part)
                index += name.utf8.count
            } else {
                let byte = bytes[index]
                let isLetter = (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                guard !isLetter || byte == 0x54, !(0x30...0x39).contains(byte) else { return nil }
                parts.append(.literal(byte))
                index += 1
            }
        }
        guard parts.contains(.year) else { return nil }
        self = .pattern(parts)
    }

    /// `digits`, of the form yyyyMMdd[HHmm[ss]], in this form; nil when they are no such date.
    func write(_ digits: [UInt8]) -> [UInt8]? {
        guard [8, 12, 14].contains(digits.count) else { return nil }
        let whole = digits + [UInt8](repeating: 0x30, count: 14 - digits.count)
        guard CalendarText.isDateTime(whole.span) else { return nil }
        switch self {
        case .iso8601:
            var text: [UInt8] = []
            text += whole[0..<4] + [0x2d] + whole[4..<6] + [0x2d] + whole[6..<8] + [0x54]
            text += whole[8..<10] + [0x3a] + whole[10..<12] + [0x3a] + whole[12..<14]
            return text + Array("+08:00".utf8)
        case .pattern(let parts):
            var text: [UInt8] = []
            for part in parts {
                switch part {
                case .year: text += whole[0..<4]
                case .month: text += whole[4..<6]
                case .day: text += whole[6..<8]
                case .hour: text += whole[8..<10]
                case .minute: text += whole[10..<12]
                case .second: text += whole[12..<14]
                case .literal(let byte): text.append(byte)
                }
            }
            return text
        }
    }

    /// The 14 digits, Asia/Shanghai, of `text`; nil when it is not of this form or no date that exists.
    func read(_ text: [UInt8]) -> [UInt8]? {
        switch self {
        case .iso8601: return DateForm.readInternet(text)
        case .pattern(let parts):
            var fields: [Part: ArraySlice<UInt8>] = [:]
            var index = 0
            for part in parts {
                let end = index + part.width
                guard end <= text.count else { return nil }
                if case .literal(let byte) = part {
                    guard text[index] == byte else { return nil }
                } else {
                    guard text[index..<end].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
                    fields[part] = text[index..<end]
                }
                index = end
            }
            guard index == text.count, let year = fields[.year] else { return nil }
            var digits = Array(year)
            digits += fields[.month] ?? [0x30, 0x31]
            digits += fields[.day] ?? [0x30, 0x31]
            for part in [Part.hour, .minute, .second] { digits += fields[part] ?? [0x30, 0x30] }
            return CalendarText.isDateTime(digits.span) ? digits : nil
        }
    }

    /// RFC 3339 with any offset, brought to +08:00.
    private static func readInternet(_ text: [UInt8]) -> [UInt8]? {
        guard text.count <= 40, let instant = Instant(rfc3339: String(decoding: text, as: UTF8.self)) else {
            return nil
        }
        // The text of the moment eight hours later reads as the wall clock of Asia/Shanghai, up to the year 9999.
        let local = instant.advanced(byMilliseconds: 8 * 3_600_000)
        guard local.milliseconds < 253_402_300_800_000 else { return nil }
        let digits = local.rfc3339.utf8.filter { (0x30...0x39).contains($0) }
        let whole = Array(digits.prefix(14))
        return CalendarText.isDateTime(whole.span) ? whole : nil
    }
}
