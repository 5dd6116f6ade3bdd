/// What the register remembers of one case beside its name; 24 bytes.
struct CaseEntry: BitwiseCopyable, Sendable, Equatable {
    /// First record of the case; ``RecordEntry/none`` for none.
    var records = RecordEntry.none
    /// First message of the case.
    var messages = RecordEntry.none
    /// Number of live records.
    var live: UInt32 = 0
    /// Number of live records that found the case: 招标项目 and its like.
    var roots: UInt32 = 0
    /// When something was last accepted in it, in seconds since 1970 (``ClosingPolicy/activity(at:)``); 0 when that is not
    /// known.
    var active: UInt32
    /// Number of the platform that owns it.
    var owner: UInt16
    /// True when nothing more may be written to it.
    var isClosed = false
}
