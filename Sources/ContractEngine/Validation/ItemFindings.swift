/// What was found wrong with any item of one field: each constraint is reported once, however many items break it.
struct ItemFindings {
    var failsLength = false
    var failsList = false
    var lacksList = false
    /// Bit n stands for the n-th identifier rule of the field.
    var failedChecks: UInt32 = 0

    /// True when there is nothing to report.
    @inline(__always)
    var isClean: Bool { !failsLength && !failsList && !lacksList && failedChecks == 0 }
}
