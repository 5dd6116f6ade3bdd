internal import Core
internal import Trust

/// A certificate three levels deep, of an authority that is checked against its revocation lists.
struct ChainScene {
    /// The signer's certificate.
    let leaf: Certificate
    /// What is trusted: root and issuing certificate, and a revocation list of each.
    let store: TrustStore

    /// A scene whose keys are all of `kind`.
    init(_ kind: KeyKind) throws {
        let now = BenchmarkExchange.now
        let day: Int64 = 86_400_000
        let (from, until) = (now.advanced(byMilliseconds: -100 * day), now.advanced(byMilliseconds: 100 * day))
        let root = try CertificateIssuer.root(
            .authority("Benchmark Root", notBefore: from, notAfter: until),
            key: .generate(kind)
        )
        let issuing = try root.subordinate(
            .authority("Benchmark Issuing", notBefore: from, notAfter: until),
            key: .generate(kind)
        )
        leaf = try issuing.issue(
            .platform("Trade", code: BenchmarkExchange.platformCode, notBefore: from, notAfter: until),
            for: .generate(kind)
        )
        let list = TrustList(authorities: [
            TrustAuthority(
                id: "benchmark",
                name: BilingualText(zh: "基准", en: "Benchmark"),
                history: [RecognitionPeriod(.recognised, from: Instant(milliseconds: 0))],
                certificates: [root.certificate, issuing.certificate],
                identity: [.extension(oid: CertificateTemplate.identityExtension)],
                revocation: RevocationPolicy(check: .crl)
            )
        ])
        let template = RevocationTemplate(
            number: 1,
            thisUpdate: now.advanced(byMilliseconds: -day),
            nextUpdate: now.advanced(byMilliseconds: day)
        )
        var book = RevocationBook()
        for issuer in [root, issuing] {
            _ = try book.add(crl: issuer.revocationList(template), list: list, at: now).get()
        }
        store = try TrustStore(list: list, revocation: book, generation: 1)
    }

    /// Verdicts per second of processor time of `count` calls of `verdict`, each of which must be good.
    func rate(_ count: Int, _ verdict: () -> ChainVerdict) throws -> Double {
        try SampleRecords.rate(1_000_000, count) {
            guard case .verified = verdict() else { throw BenchmarkFailure(70, "the chain is refused") }
        }
    }
}
