import Core

/// What a verifier remembers of roots: the good ones, the bad ones, and how many bad ones each sender brought of late.
///
/// Bounded everywhere. Only roots under a recognised certificate of the sender come here at all.
struct BatchRoots {
    /// Most distinct bad roots of one sender within ``window``; while that many lie behind, no unknown root is verified.
    static let budget = 64
    /// The stretch of log-append time that counts, in milliseconds.
    static let window: Int64 = 10 * 60 * 1000

    /// A statement with its signature, under one certificate and one state of trust.
    struct Key: Hashable, Sendable {
        /// SHA-256 over statement and signature.
        let digest: [UInt8]
        /// The signer's certificate.
        let signer: CertificateThumbprint
        /// Generation of the trust store: what was remembered under another one does not count.
        let generation: UInt64
    }

    /// What is known of a root.
    enum Known {
        /// Its signature was verified.
        case good(VerifiedRoot)
        /// Its signature is wrong, and why.
        case bad([Problem])
        /// The sender brought too many bad ones; nothing is verified.
        case overBudget
        /// Nothing.
        case unknown
    }

    private var last: (statement: BatchStatement, signature: [UInt8], generation: UInt64, root: VerifiedRoot)?
    private var good: BoundedCache<Key, VerifiedRoot>
    private var bad: BoundedCache<Key, [Problem]>
    private var lately = BoundedCache<String, [Instant]>(limit: 1024)

    /// A memory for about `capacity` good and as many bad roots.
    init(capacity: Int) {
        good = BoundedCache(limit: capacity)
        bad = BoundedCache(limit: capacity)
    }

    /// The good root that was looked up last, if it is the one of `statement` and `signature`: records of a batch come one
    /// behind another, and a comparison costs less than a digest. The statement names the signer's certificate.
    ///
    /// Changes nothing, but a property of a class is copied for a call that does not say it may.
    mutating func latest(_ statement: BatchStatement, _ signature: [UInt8], _ generation: UInt64) -> VerifiedRoot? {
        guard let last, last.generation == generation, last.signature == signature, last.statement == statement else {
            return nil
        }
        return last.root
    }

    /// Notes the good root that was looked up last.
    mutating func note(
        _ root: VerifiedRoot,
        of statement: BatchStatement,
        _ signature: [UInt8],
        _ generation: UInt64
    ) {
        last = (statement, signature, generation, root)
    }

    /// What is known of the root under `key` when `sender` brings it at `instant`.
    mutating func known(_ key: Key, sender: String, at instant: Instant) -> Known {
        if let root = good.value(for: key) { return .good(root) }
        if let problems = bad.value(for: key) { return .bad(problems) }
        guard let times = lately.value(for: sender) else { return .unknown }
        let counted = times.count { BatchRoots.counts($0, at: instant) }
        return counted >= BatchRoots.budget ? .overBudget : .unknown
    }

    /// Remembers a root whose signature was verified.
    mutating func add(_ root: VerifiedRoot, under key: Key) {
        good.insert(root, for: key)
    }

    /// Remembers a root whose signature is wrong, and counts it against `sender`.
    mutating func add(_ problems: [Problem], under key: Key, sender: String, at instant: Instant) {
        bad.insert(problems, for: key)
        let times = (lately.value(for: sender) ?? []).filter { BatchRoots.counts($0, at: instant) }
        lately.insert(Array((times + [instant]).suffix(BatchRoots.budget)), for: sender)
    }

    /// Times ahead of `instant` count too: partitions are read side by side.
    private static func counts(_ time: Instant, at instant: Instant) -> Bool {
        let (age, overflow) = instant.milliseconds.subtractingReportingOverflow(time.milliseconds)
        return !overflow && age < window && age > -window
    }
}
