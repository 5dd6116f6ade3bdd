import Core
import Platform

/// The batches whose signature some worker of this process has verified under the trust of its time, for all of them: the
/// records of a batch lie on many partitions, and a signature costs as much as dozens of records.
///
/// Good ones only; what is bad each verifier finds and counts for itself. Bounded; the oldest go.
package final class SharedRoots: Sendable {
    /// A worker waits for another one only where both look at the same stripe: for the same batch nearly always.
    private let stripes: [Locked<BoundedCache<BatchRoots.Key, Void>>]

    /// A memory for about `capacity` batches.
    package init(capacity: Int = 4096) {
        let count = 64
        stripes = (0..<count).map { _ in Locked(BoundedCache(limit: capacity / count)) }
    }

    /// True when the signature of the batch under `key` is good: found before, or by `verify` now. Who asks meanwhile for the
    /// same one waits for that answer rather than compute it a second time.
    func isGood<Failure: Error>(_ key: BatchRoots.Key, _ verify: () throws(Failure) -> Bool) throws(Failure) -> Bool {
        let stripe = stripes[Int(key.digest.first ?? 0) % stripes.count]
        return try stripe.withLock { known throws(Failure) in
            if known.value(for: key) != nil { return true }
            guard try verify() else { return false }
            known.insert((), for: key)
            return true
        }
    }
}
