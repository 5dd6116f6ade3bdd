import Core

/// What the next account of a recipient names as standing before it, so that one that is taken out leaves a gap
/// (docs/specs/topics.md §12a).
///
/// Several workers may write the accounts of one recipient, each naming its own last one; so the accounts are no line but
/// branches, which whoever gets partitions joins: it names every account of the end of the topic that nothing follows yet.
struct AccountChain {
    /// How many accounts at the end of the topic are looked at: far more than workers write at once.
    static let reach = 64

    /// Digests of the accounts that nothing follows yet, as far as they are durable.
    private var durable: [String] = []
    /// The same with the accounts of the batch in work.
    private(set) var ends: [String] = []

    /// Goes on behind the accounts in `tail`, the end of the topic, and behind those of its own.
    mutating func join(_ tail: [InboundRecord]) {
        let known = tail.compactMap { record in
            record.value.map { (AccountLink.digest(of: $0), AccountLink.previous(of: $0) ?? []) }
        }
        let followed = Set(known.flatMap(\.1))
        var joined: [String] = []
        for digest in known.map(\.0) + durable where !followed.contains(digest) && !joined.contains(digest) {
            joined.append(digest)
        }
        durable = joined
        ends = joined
    }

    /// The account `value`, which named ``ends``, follows them.
    mutating func append(_ value: [UInt8]) { ends = [AccountLink.digest(of: value)] }

    /// The accounts of the batch are durable.
    mutating func commit() { durable = ends }

    /// The accounts of the batch came to nothing.
    mutating func discard() { ends = durable }
}
