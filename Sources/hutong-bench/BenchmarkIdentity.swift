internal import Core
internal import Pipeline
internal import Trust

/// The sending platform's key and certificate, and the authority above it.
struct BenchmarkIdentity {
    /// The signing key.
    let key: SigningKey
    /// Its certificate.
    let leaf: Certificate
    /// The authority.
    let root: CertificateIssuer

    /// A new identity with a key of `kind`, valid from 2020 to 2099.
    init(_ kind: KeyKind) throws {
        let from = Instant(milliseconds: 1_577_836_800_000)
        let until = Instant(milliseconds: 4_070_908_800_000)
        root = try CertificateIssuer.root(
            .authority("Benchmark CA", notBefore: from, notAfter: until),
            key: .generate(kind)
        )
        key = try SigningKey.generate(kind)
        leaf = try root.issue(
            .platform("Trade", code: BenchmarkExchange.platformCode, notBefore: from, notAfter: until),
            for: key
        )
    }

    /// The gateway's own check, trusting the authority.
    func check() throws -> SignatureCheck {
        .verifier(try verifier(), registered: ["trade": registered])
    }

    /// The registered certificates of the sending platform.
    var registered: [CertificateThumbprint: Certificate] { [leaf.thumbprint: leaf] }

    /// A verifier that trusts the authority and remembers nothing yet.
    ///
    /// - Parameter shared: what the workers of a process share.
    func verifier(sharing shared: SharedRoots = SharedRoots()) throws -> SignatureVerifier {
        let authority = TrustAuthority(
            id: "benchmark",
            name: BilingualText(zh: "基准", en: "Benchmark"),
            history: [RecognitionPeriod(.recognised, from: Instant(milliseconds: 0))],
            certificates: [root.certificate],
            identity: [.extension(oid: CertificateTemplate.identityExtension)]
        )
        let store = try TrustStore(list: TrustList(authorities: [authority]), generation: 1)
        return SignatureVerifier(store: store, sharing: shared)
    }

    /// A gateway's sealer with this key and certificate.
    func sealer() throws -> GatewaySealer {
        try GatewaySealer(gateway: "benchmark", key: key, certificate: leaf)
    }

    /// A check that lets everything pass, for the cost of all the rest.
    static var passAll: SignatureCheck {
        SignatureCheck { _, _, _, _, _ in .verified(SignatureCheck.Signer(form: "none", algorithm: "none")) }
    }
}
