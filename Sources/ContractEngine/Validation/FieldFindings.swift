/// What was found wrong with one field: each constraint once, however many items break it.
struct FieldFindings {
    /// The faults that end the examination of a field and keep record rules away from it.
    enum Fault: UInt8 {
        case none
        /// A placeholder: the field is absent, and nothing further is said of it.
        case placeholder
        /// An object or array: nothing of the contract could judge what it holds, however unsure the type is.
        case container
        case type
        case length
        case digits
        case date
    }

    var fault: Fault
    var failsList = false
    var lacksList = false
    /// Bit n stands for the n-th identifier rule of the field.
    var failedChecks: UInt32 = 0

    /// Nothing but `fault`, which may be none.
    @inline(__always)
    init(_ fault: Fault = .none) {
        self.fault = fault
    }

    /// True when record rules have to leave the field alone.
    @inline(__always)
    var isMalformed: Bool { fault != .none }

    /// True when there is nothing to report.
    @inline(__always)
    var isClean: Bool { fault == .none && !failsList && !lacksList && failedChecks == 0 }
}
