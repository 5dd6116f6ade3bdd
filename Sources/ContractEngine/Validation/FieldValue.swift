/// What the validator remembers of one field of the record at hand.
struct FieldValue: Sendable {
    /// Index of the value on the tape; 0 while the field is absent (0 is the record itself).
    var token: UInt32 = 0
    /// True when the value failed its type, length, number or date, so that record rules leave it alone.
    var isMalformed = false
    /// True when the field is absent, but a placeholder stands in its place that satisfies who asks for a value.
    var isFilled = false

    /// True when the field has no value and nothing that passes for one.
    @inline(__always)
    var isMissing: Bool { token == 0 && !isFilled }

    /// True when the field has a value that record rules may look at.
    @inline(__always)
    var isSound: Bool { token != 0 && !isMalformed }
}
