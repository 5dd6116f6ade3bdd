/// What the register remembers of one live record; 24 bytes beside its key.
struct RecordEntry: BitwiseCopyable, Sendable, Equatable {
    /// `DATA_TIMESTAMP` as a number of 14 digits in the upper 48 bits, then one bit for a record that founds its case, and
    /// 15 bits for the number of the data set's name.
    private var packed: UInt64
    /// The first of its codes (``RelationName/code(_:of:)``); 0 for a record without one.
    let code: UInt64
    /// Number of its case.
    private(set) var caseNumber: UInt32
    /// The next record of the case; ``none`` at the end.
    var next = none

    /// No entry.
    static let none = UInt32.max

    init(timestamp: UInt64, isRoot: Bool, dataset: UInt16, code: UInt64, caseNumber: UInt32) {
        packed = timestamp << 16 | (isRoot ? 0x8000 : 0) | UInt64(dataset & 0x7fff)
        self.code = code
        self.caseNumber = caseNumber
    }

    /// `DATA_TIMESTAMP` as a number of 14 digits; 0 when the record had none.
    var timestamp: UInt64 { packed >> 16 }
    /// True for 招标项目 and its like, without which the other records of the case wait.
    var isRoot: Bool { packed & 0x8000 != 0 }
    /// Number of the name of its data set.
    var dataset: UInt16 { UInt16(truncatingIfNeeded: packed) & 0x7fff }

    /// The same record after a change.
    func changed(at timestamp: UInt64, code: UInt64) -> RecordEntry {
        var entry = RecordEntry(
            timestamp: timestamp,
            isRoot: isRoot,
            dataset: dataset,
            code: code,
            caseNumber: caseNumber
        )
        entry.next = next
        return entry
    }

    /// The same record where its case has another number.
    func moved(to caseNumber: UInt32) -> RecordEntry {
        var entry = self
        entry.caseNumber = caseNumber
        return entry
    }
}
