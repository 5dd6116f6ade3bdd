import Bus
import RoutingPolicy

/// The rights of a live cluster, and the broker's entry behind each.
struct AccessListing {
    /// The rights.
    let list: AccessList
    private let entries: [AccessRight: AccessEntry]
    private let denials: [AccessRight: AccessEntry]

    /// The listing of `entries`.
    ///
    /// - Parameter knowsTransactionalIDs: false for a library that tells them as of type 0. Delegation tokens and users are
    ///   of that type too then; none of them begins as the exchange's names do.
    init(_ entries: Set<AccessEntry>, knowsTransactionalIDs: Bool) {
        var allowed: [AccessRight: AccessEntry] = [:]
        var denied: [AccessRight: AccessEntry] = [:]
        for entry in entries {
            let right = AccessRight(entry, untold: knowsTransactionalIDs ? .unknown : .transactionalID)
            if entry.permission == AccessEntry.allowed { allowed[right] = entry } else { denied[right] = entry }
        }
        self.entries = allowed
        denials = denied
        list = AccessList(allowed: Set(allowed.keys), denied: Set(denied.keys))
    }

    /// The broker's entries of `rights`, and those of the rights that cannot be taken away alone: their type is not told, and
    /// another entry differs from them by nothing else.
    func removal(of rights: [AccessRight]) -> (entries: [AccessEntry], entangled: [AccessRight]) {
        var removed: [AccessEntry] = []
        var entangled: [AccessRight] = []
        let all = Array(entries.values) + Array(denials.values)
        for right in rights {
            guard let entry = entries[right] else { continue }
            let isEntangled =
                entry.resourceType == 0
                && all.contains { other in
                    var twin = other
                    twin.resourceType = 0
                    return twin == entry && other != entry
                }
            if isEntangled { entangled.append(right) } else { removed.append(entry) }
        }
        return (removed, entangled)
    }
}
