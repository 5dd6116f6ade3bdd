import Testing

/// The simulation finds what it is there to find: each of these faults shows within so many histories.
@Suite struct SeededFaultTests {
    /// Within how many histories a fault has to show.
    private static let bound: UInt64 = 3_000

    @Test(arguments: SeededFault.allCases)
    func isFound(fault: SeededFault) throws {
        for seed in 1...Self.bound {
            let history = try History(seed: seed, fault: fault)
            history.run()
            guard let first = HistoryCheck.faults(of: history).first else { continue }
            print("\(fault) is found by seed \(seed): \(first.prefix(200))")
            return
        }
        Issue.record("\(fault) is not found in \(Self.bound) histories")
    }
}
