internal import Core

/// What the validator does with one field: trivial bytes only, so that the list of plans is walked over without
/// reference counts. What needs storage is referred to by number.
struct FieldPlan: Sendable {
    /// Yes-or-no constraints.
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt16
        static let requiredOnAdd = Flags(rawValue: 1)
        static let requiredOnChange = Flags(rawValue: 2)
        static let fixed = Flags(rawValue: 4)
        /// ``FieldPlan/integerDigits`` and ``FieldPlan/fractionDigits`` apply.
        static let digits = Flags(rawValue: 8)
        /// Values go through ``FieldPlan/list``, ``FieldPlan/checks`` or an exact length item by item.
        static let examined = Flags(rawValue: 16)
        /// The type is not found: values of another type, number or date only warn.
        static let unsureType = Flags(rawValue: 32)
        /// The list never refuses.
        static let suspect = Flags(rawValue: 64)
        /// The length is that of each item, not that of the whole text.
        static let lengthOfItems = Flags(rawValue: 128)
        /// The list is compared with the whole text, not with each item.
        static let listOfText = Flags(rawValue: 256)
        /// Empty items are none.
        static let dropsEmptyItems = Flags(rawValue: 512)
        /// A minus sign takes the place of a digit.
        static let minusCounts = Flags(rawValue: 1024)
        /// Digits after the point are not looked at.
        static let anyFraction = Flags(rawValue: 2048)
        /// A placeholder satisfies who asks for a value.
        static let filledByPlaceholder = Flags(rawValue: 4096)
    }

    var type: FieldType
    var flags: Flags
    /// Separator of several values; 0 when there is one value.
    var separator: UInt8 = 0
    var integerDigits: UInt8 = 0
    var fractionDigits: UInt8 = 0
    /// Index in ``FieldPass/lists``; -1 without a list.
    var list: Int16 = -1
    /// First of the field's checks in ``FieldPass/checks``.
    var firstCheck: Int16 = 0
    /// Number of checks.
    var checks: Int16 = 0
    /// Exact or maximum length in Unicode scalars; -1 without a limit.
    var length: Int32 = -1
    /// Least length in Unicode scalars; 0 without one.
    var minimumLength: Int32 = 0

    /// True when a text or an item may have `length` characters.
    @inline(__always)
    func takes(length: Int32) -> Bool {
        guard length >= minimumLength else { return false }
        if self.length < 0 { return true }
        return flags.contains(.fixed) ? length == self.length : length <= self.length
    }
}
