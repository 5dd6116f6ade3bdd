import ContractEngine
import Core
import RoutingPolicy

/// How a record stands to the others of its case, as its contract tells: what registration decides by.
///
/// Admission works it out from the body, which it has just validated, and sends it along in `hutong-relation`
/// (docs/specs/topics.md §4a); registration reads no payload and hashes nothing.
struct Relation: Sendable, Hashable {
    /// Names the message: sender and `ce_id` within the case.
    let message: EntryKey
    /// Names the record: sender, data set and `datakey` within the case.
    let record: EntryKey
    /// Names the message in whose place this one comes.
    var corrects: EntryKey?
    /// Tells two messages apart under one id: of data set, key, operation and payload.
    let content: UInt64
    /// `DATA_TIMESTAMP` as a number of 14 digits; 0 where the record has none.
    var timestamp: UInt64 = 0
    /// True when the record founds its case.
    var isRoot = false
    /// True when several platforms may have records in the case.
    var isShared = false
    /// The records that must be there.
    var parents: [ParentDemand] = []
    /// What must not occur twice or must not change; by their places in the rules of the data set.
    var codes: [CodeDemand] = []
    /// What becomes of facts about sections of the case.
    var facts: [FactChange] = []
    /// What the record claims beyond its case.
    var claims: [ClaimDemand] = []

    /// A record that asks for nothing.
    init(message: EntryKey, record: EntryKey, content: UInt64) {
        self.message = message
        self.record = record
        self.content = content
    }

    /// What the register remembers of the record: its codes, behind them what it claims; 0 for those without value.
    var remembered: [UInt64] {
        claims.isEmpty ? codes.map(\.value) : codes.map(\.value) + claims.map { $0.code?.rawValue ?? 0 }
    }
}
