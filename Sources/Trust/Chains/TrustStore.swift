package import Core

/// A trust list and the revocation data that go with it, ready for use: immutable, shared by all workers, told apart from
/// its successors by a generation.
package final class TrustStore: Sendable {
    /// Number of this store; a new list or new revocation data get a higher one, so that nothing cached under an older
    /// one counts.
    package let generation: UInt64
    /// The list.
    package let list: TrustList
    /// The revocation data.
    package let revocation: RevocationBook
    /// The authorities of the list.
    package var authorities: [TrustAuthority] { list.authorities }

    /// Serial number of the list.
    package var serial: UInt64 { list.serial }

    private let anchors: [AnchorSet]

    /// A store of `list` and `revocation`.
    ///
    /// - Throws: ``TrustFailure`` when OpenSSL cannot take up a certificate.
    package init(
        list: TrustList,
        revocation: RevocationBook = RevocationBook(),
        generation: UInt64
    ) throws(TrustFailure) {
        var anchors: [AnchorSet] = []
        for authority in list.authorities { anchors.append(try AnchorSet(authority)) }
        self.list = list
        self.revocation = revocation
        self.anchors = anchors
        self.generation = generation
    }

    /// The same list with other revocation data.
    private init(_ store: TrustStore, revocation: RevocationBook, generation: UInt64) {
        list = store.list
        anchors = store.anchors
        self.revocation = revocation
        self.generation = generation
    }

    /// A store of the same list with `revocation`: new data come every few minutes, and the list need not be taken up
    /// anew for them.
    package func with(revocation: RevocationBook, generation: UInt64) -> TrustStore {
        TrustStore(self, revocation: revocation, generation: generation)
    }

    /// Verifies that `leaf` leads to an authority that was recognised at `instant`, may be used for `use`, and was not
    /// revoked then, as far as anybody knows today.
    ///
    /// - Returns: the verdict, and the stretch of time around `instant` in which it stands: it may be remembered for
    ///   every instant in there.
    package func verify(
        _ leaf: Certificate,
        for use: TrustAuthority.Use,
        at instant: Instant
    ) -> (verdict: ChainVerdict, holds: Range<Instant>) {
        var stretch = VerdictStretch(around: instant)
        var refusal: [Problem]?
        for anchor in anchors where anchor.mayHaveIssued(leaf) {
            stretch.end(at: anchor.authority.boundaries)
            stretch.end(at: [leaf.notBefore, leaf.notAfter])
            let (path, faults) = anchor.check(leaf, at: instant)
            if faults.contains(where: \.isUnknownAuthority) { continue }
            let revocation = RevocationRule.finding(
                of: path,
                authority: anchor.authority,
                use: use,
                at: instant,
                book: self.revocation
            )
            stretch.end(at: revocation.boundaries)
            let problems =
                faults.map { $0.problem(of: path.indices.contains($0.depth) ? path[$0.depth] : leaf, for: use) }
                + LeafRule.problems(of: leaf, for: use)
                + UsageRule.problems(of: path, for: use)
                + RecognitionRule.problems(of: anchor.authority, for: use, at: instant, serial: list.serial)
                + revocation.problems
            if problems.isEmpty {
                let chain = VerifiedChain(
                    leaf: leaf,
                    issuers: Array(path.dropFirst()),
                    authority: anchor.authority,
                    use: use,
                    generation: generation,
                    identity: CertificateIdentity(of: leaf, by: anchor.authority, for: use),
                    warnings: revocation.warnings
                )
                return (.verified(chain), stretch.range)
            }
            refusal = refusal ?? problems
        }
        return (.refused(refusal ?? [TrustProblem.authorityUnknown(leaf)]), stretch.range)
    }
}
