import COpenSSL
import Core

extension Instant {
    /// The instant of an ASN.1 time of either sort, whole seconds; nil when it names none.
    init?(asn1 time: UnsafePointer<ASN1_TIME>) {
        var parts = unsafe tm()
        // OpenSSL writes the fields of `parts` and nothing else.
        guard unsafe ASN1_TIME_to_tm(time, &parts) == 1,
            let date = unsafe CivilDate(
                year: Int(parts.tm_year) + 1900,
                month: Int(parts.tm_mon) + 1,
                day: Int(parts.tm_mday)
            )
        else { return nil }
        let minutes = unsafe (date.daysSinceEpoch * 24 + Int(parts.tm_hour)) * 60 + Int(parts.tm_min)
        self = unsafe Instant(milliseconds: Int64(minutes * 60 + Int(parts.tm_sec)) * 1000)
    }

    /// The instant of a `Time` as RFC 5280 §4.1.2.5 restricts it: `YYMMDDHHMMSSZ` under the tag UTCTime or
    /// `YYYYMMDDHHMMSSZ` under GeneralizedTime; nil for anything else.
    init?(time element: DERElement) {
        let digits = element.content.dropLast()
        guard element.content.last == UInt8(ascii: "Z"), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        var values: [Int] = []
        values.reserveCapacity(7)
        var pending: UInt8?
        for digit in digits {
            guard let tens = pending else {
                pending = digit
                continue
            }
            values.append(Int(tens - 0x30) * 10 + Int(digit - 0x30))
            pending = nil
        }
        let year: Int
        switch (element.tag, digits.count) {
        case (0x17, 12): year = values[0] < 50 ? 2000 + values[0] : 1900 + values[0]
        case (0x18, 14):
            year = values[0] * 100 + values[1]
            values.removeFirst()
        default: return nil
        }
        guard let date = CivilDate(year: year, month: values[1], day: values[2]), values[3] < 24, values[4] < 60,
            values[5] < 60
        else { return nil }
        let seconds = ((date.daysSinceEpoch * 24 + values[3]) * 60 + values[4]) * 60 + values[5]
        self.init(milliseconds: Int64(seconds) * 1000)
    }
}
