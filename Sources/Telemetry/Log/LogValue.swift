/// The value of a log field.
package enum LogValue: Sendable, Hashable {
    /// Text of the machinery, never payload; cut to ``EventLine/maximumTextLength`` bytes.
    case text(String)
    /// A whole number.
    case integer(Int64)
    /// True or false.
    case flag(Bool)
    /// Several texts; at most ``EventLine/maximumItems`` are kept.
    case texts([String])
}
