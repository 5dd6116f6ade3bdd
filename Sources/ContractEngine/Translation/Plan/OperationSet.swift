internal import Core

/// The operations for which a part of a plan is used.
struct OperationSet: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let add = OperationSet(rawValue: 1)
    static let change = OperationSet(rawValue: 2)
    static let delete = OperationSet(rawValue: 4)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Exactly one operation.
    init(_ operation: RecordOperation) {
        self =
            switch operation {
            case .add: .add
            case .change: .change
            case .delete: .delete
            }
    }
}
