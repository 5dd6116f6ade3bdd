/// Regular expressions in the part of the language that ECMA-262 (JSON Schema) and XML Schema share: no anchors, no
/// look-around, plain groups, and `[0-9]` for digits, since `\d` is more than those ten in both.
enum PatternText {
    /// A date `yyyyMMdd` that exists, years 0001 to 9999.
    static let date =
        "((([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
        + "((0[13578]|1[02])(0[1-9]|[12][0-9]|3[01])|(0[469]|11)(0[1-9]|[12][0-9]|30)|02(0[1-9]|1[0-9]|2[0-8])))"
        + "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)0229)"

    /// Hour and minute of a day, without hour 24.
    static let hourAndMinute = "([01][0-9]|2[0-3])[0-5][0-9]"

    /// A moment `yyyyMMddHHmmss` that exists.
    static let dateTime = date + hourAndMinute + "[0-5][0-9]"

    /// The first two digits of a region code of GB/T 2260, and 66.
    static let province = "(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-6]|71|8[12])"

    /// `text` so that it matches itself.
    static func literal(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar == "$" {
                // The only notation that both dialects take.
                escaped += "[$]"
                continue
            }
            if "\\^.*+?()[]{}|".unicodeScalars.contains(scalar) { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }

    /// Any one of `texts`.
    static func choice(_ texts: [String]) -> String {
        "(" + texts.map(literal).joined(separator: "|") + ")"
    }

    /// Any character but the separator, inside a class.
    static func other(than separator: String) -> String {
        "[^" + (["\\", "]", "[", "^", "-"].contains(separator) ? "\\" + separator : separator) + "]"
    }

    /// Items that each match `item`, between separators; an empty item after the last separator is tolerated, with
    /// `dropsEmpty` every empty item.
    static func items(_ item: String, separator: String, dropsEmpty: Bool = false) -> String {
        let mark = literal(separator)
        guard dropsEmpty else { return "\(item)(\(mark)\(item))*(\(mark))?" }
        return "\(mark)*(\(item)(\(mark)+\(item))*\(mark)*)?"
    }

    /// A decimal number as text with at most so many digits before and after the point, zeros counted; a `fraction` of
    /// nil is without limit.
    ///
    /// - Parameter minusCounts: true where a minus sign takes the place of a digit.
    static func decimal(integer: Int, fraction: Int?, minusCounts: Bool = false) -> String {
        let whole =
            switch (minusCounts, integer) {
            case (false, _): "-?[0-9]{1,\(integer)}"
            case (true, 1): "[0-9]"
            case (true, _): "([0-9]{1,\(integer)}|-[0-9]{1,\(integer - 1)})"
            }
        switch fraction {
        case nil: return whole + "(\\.[0-9]+)?"
        case 0?: return whole
        case let places?: return whole + "(\\.[0-9]{1,\(places)})?"
        }
    }
}
