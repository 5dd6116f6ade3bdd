internal import Dispatch
internal import Foundation
internal import Platform
internal import Trust

/// Workers that verify side by side, each on a thread of its own and with a verifier of its own, as in a gateway process.
struct VerificationWorkers {
    /// Most records that a worker reads at a time, the default of `worker.batch`.
    private static let readAtOnce = 1000

    private let identity: BenchmarkIdentity
    /// What each worker verifies, in the order in which it reads it.
    private let shares: [[SignedEvent]]

    /// Spreads the records of `submissions` over `partitions` in turn, and the partitions over `workers`; each worker reads
    /// from one of its partitions after the other.
    init(_ submissions: BenchmarkSubmissions, partitions: Int, workers: Int) throws {
        guard let identity = submissions.identity else { throw BenchmarkFailure(70, "nothing is signed") }
        self.identity = identity
        var shares: [[SignedEvent]] = Array(repeating: [], count: workers)
        let step = VerificationWorkers.readAtOnce * partitions
        for start in stride(from: 0, to: submissions.records.count, by: step) {
            for partition in 0..<partitions {
                let places = stride(from: start + partition, to: start + step, by: partitions)
                for place in places where place < submissions.records.count {
                    shares[partition % workers].append(SignedEvent(submissions.records[place]))
                }
            }
        }
        self.shares = shares
    }

    /// Records per second of the workers' processor time, taken together.
    func rate() throws -> Double {
        let (ready, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let failures = Locked<[any Error]>([])
        let roots = SharedRoots()
        let threads = shares.enumerated().map { number, share in
            let identity = identity
            return NamedThread("worker \(number)") {
                do {
                    let verifier = try identity.verifier(sharing: roots)
                    let registered = identity.registered
                    ready.signal()
                    go.wait()
                    for event in share { try event.verify(by: verifier, registered: registered) }
                } catch {
                    failures.withLock { $0.append(error) }
                    ready.signal()
                }
            }
        }
        for _ in threads { ready.wait() }
        let start = clock()
        for _ in threads { go.signal() }
        for thread in threads {
            guard thread.join(within: .seconds(600)) else { throw BenchmarkFailure(70, "a worker does not end") }
        }
        let spent = Double(max(clock() - start, 1)) / Double(CLOCKS_PER_SEC)
        if let failure = failures.withLock({ $0.first }) { throw failure }
        return Double(shares.reduce(0) { $0 + $1.count }) / spent
    }
}
