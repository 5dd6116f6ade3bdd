/// A time as a broker's log has it: `2026-11-22 02:18:03,310`, by the broker's clock and without a zone, so that it can be
/// compared with others of such logs alone.
struct AuthorizerTime: Hashable, Comparable {
    /// As the log writes it.
    let text: String

    /// The time `text`, as whole as it is: date, or date and time to the minute, second or below.
    ///
    /// - Returns: nil for anything else, also for a time with a zone.
    init?(_ text: some StringProtocol) {
        let form = "dddd-dd-dd dd:dd:dd,ddd"
        let plain = text.map { $0 == "T" ? " " : $0 == "." ? "," : $0 }
        let lengths = [10, 16, 19, 21, 22, 23]
        guard lengths.contains(plain.count) else { return nil }
        for (character, expected) in zip(plain, form) {
            let isRight = expected == "d" ? character.isASCII && character.isNumber : character == expected
            guard isRight else { return nil }
        }
        self.text = String(plain)
    }

    /// Digits in one form: the order of the texts is that of the times. What is less whole comes before what it begins.
    static func < (one: AuthorizerTime, other: AuthorizerTime) -> Bool { one.text < other.text }
}
