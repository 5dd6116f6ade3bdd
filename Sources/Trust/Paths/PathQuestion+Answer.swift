import Core

extension PathQuestion {
    /// How many other paths are tried where one fails and names occur twice.
    private static let alternatives = 16

    /// The answer.
    ///
    /// OpenSSL takes one of several issuers of the same name and does not come back to the others; so where a path fails
    /// that leads through such a certificate, it is looked for again without it, a bounded number of times. Of several
    /// paths that all fail, the first answers.
    package var answer: PathAnswer {
        let first = PathCheck.answer(to: self)
        guard hasNamesakes else { return first }
        var (latest, rest, tried) = (first, self, 0)
        while tried < Self.alternatives, let suspect = rest.suspect(in: latest) {
            tried += 1
            rest.anchors.removeAll { $0.thumbprint == suspect.thumbprint }
            rest.intermediates.removeAll { $0.thumbprint == suspect.thumbprint }
            latest = PathCheck.answer(to: rest)
            if latest.isAccepted { return latest }
        }
        return first
    }

    private var hasNamesakes: Bool {
        let given = anchors + intermediates
        return Set(given.map(\.subjectHash)).count < Set(given.map(\.thumbprint)).count
    }

    /// The certificate of a refused path in whose place another of its name may do better: the one about which the refusal
    /// is, the one that should have signed it, or the uppermost of those that have a namesake; nil when there is none.
    private func suspect(in answer: PathAnswer) -> Certificate? {
        guard let refusal = answer.refusal, answer.path.count > 1 else { return nil }
        let above = refusal.rule == "path.signature" ? refusal.depth + 1 : refusal.depth
        let order = [above] + answer.path.indices.dropFirst().reversed()
        return order.lazy.filter { $0 > 0 && answer.path.indices.contains($0) }.map { answer.path[$0] }
            .first { candidate in
                (anchors + intermediates).contains {
                    $0.thumbprint != candidate.thumbprint && $0.subjectHash == candidate.subjectHash
                }
            }
    }
}
