/// What the validator remembers of one field of the record at hand.
struct FieldValue: Sendable {
    /// Index of the value on the tape; 0 while the field is absent (0 is the record itself).
    var token: UInt32 = 0
    /// True when the value failed its type, length, number or date, so that record rules leave it alone.
    var isMalformed = false

    /// True when the field has a value that record rules may look at.
    @inline(__always)
    var isSound: Bool { token != 0 && !isMalformed }
}
