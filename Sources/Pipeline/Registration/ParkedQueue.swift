import Core

/// The records of one partition that wait, by their cases, in the order of their arrival.
struct ParkedQueue: Sendable {
    private var waiting: [String: [ParkedRecord]] = [:]
    private var numbers: [String: Int] = [:]
    /// Number of records that wait.
    private(set) var count = 0

    /// The records of the case `caseKey` that wait.
    subscript(caseKey: String) -> [ParkedRecord] {
        get { waiting[caseKey] ?? [] }
        set {
            let before = waiting[caseKey] ?? []
            for record in before { numbers[record.sender, default: 0] -= 1 }
            for record in newValue { numbers[record.sender, default: 0] += 1 }
            count += newValue.count - before.count
            waiting[caseKey] = newValue.isEmpty ? nil : newValue.sorted { $0.offset < $1.offset }
        }
    }

    /// Number of records of `sender` that wait.
    func count(of sender: String) -> Int { numbers[sender] ?? 0 }

    /// When the first of the records that wait is refused; nil when none waits. Linear in the records that wait.
    var nextDeadline: Instant? {
        waiting.values.compactMap { $0.map(\.deadline).min() }.min()
    }

    /// The cases of which records wait.
    var cases: Dictionary<String, [ParkedRecord]>.Keys { waiting.keys }
}
