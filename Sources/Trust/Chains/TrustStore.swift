package import Core

/// A trust list ready for use: immutable, shared by all workers, told apart from its successors by a generation.
package final class TrustStore: Sendable {
    /// Number of this store; a new list gets a higher one, so that nothing cached under an older one counts.
    package let generation: UInt64
    /// The authorities of the list.
    package var authorities: [TrustAuthority] { anchors.map(\.authority) }

    /// Serial number of the list.
    package let serial: UInt64

    private let anchors: [AnchorSet]
    /// Every instant at which the outcome of a path may change, ascending.
    private let boundaries: [Int64]

    /// A store of `list`.
    ///
    /// - Throws: ``TrustFailure`` when OpenSSL cannot take up a certificate.
    package init(list: TrustList, generation: UInt64) throws(TrustFailure) {
        var anchors: [AnchorSet] = []
        var boundaries: Set<Int64> = []
        for authority in list.authorities {
            anchors.append(try AnchorSet(authority))
            for period in authority.history { boundaries.insert(period.from.milliseconds) }
            for certificate in authority.certificates {
                boundaries.insert(certificate.notBefore.milliseconds)
                boundaries.insert(certificate.notAfter.milliseconds)
            }
        }
        self.anchors = anchors
        self.boundaries = boundaries.sorted()
        self.generation = generation
        serial = list.serial
    }

    /// Verifies that `leaf` leads to a recognised authority and may be used for `use`, at `instant`.
    package func verify(
        _ leaf: Certificate,
        for use: TrustAuthority.Use,
        at instant: Instant
    ) -> ChainVerdict {
        var refusal: [Problem]?
        for anchor in anchors where anchor.mayHaveIssued(leaf) {
            let (path, faults) = anchor.check(leaf, at: instant)
            if faults.contains(where: \.isUnknownAuthority) { continue }
            let problems =
                faults.map { $0.problem(of: path.indices.contains($0.depth) ? path[$0.depth] : leaf, at: instant) }
                + LeafRule.problems(of: leaf)
                + RecognitionRule.problems(of: anchor.authority, for: use, at: instant, serial: serial)
            if problems.isEmpty {
                return .verified(
                    VerifiedChain(
                        leaf: leaf,
                        issuers: Array(path.dropFirst()),
                        authority: anchor.authority,
                        generation: generation,
                        identity: CertificateIdentity(of: leaf, by: anchor.authority, for: use)
                    )
                )
            }
            refusal = refusal ?? problems
        }
        return .refused(refusal ?? [TrustProblem.authorityUnknown(leaf)])
    }

    /// The stretch of time around `instant` in which ``verify(_:for:at:)`` gives one and the same verdict on `leaf`,
    /// as a number: verdicts may be remembered under (certificate, generation, slot).
    func slot(of instant: Instant, for leaf: Certificate) -> Int {
        var low = 0
        var high = boundaries.count
        while low < high {
            let middle = (low + high) / 2
            if boundaries[middle] <= instant.milliseconds { low = middle + 1 } else { high = middle }
        }
        let phase = instant < leaf.notBefore ? 0 : instant < leaf.notAfter ? 1 : 2
        return low * 3 + phase
    }
}
