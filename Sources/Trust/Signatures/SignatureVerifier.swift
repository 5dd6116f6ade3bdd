package import Core

/// Decides for one record after another whether its platform signed it (docs/specs/envelope.md §§4–6, 9).
///
/// Not Sendable: one for each worker thread. It remembers parsed certificates, chain verdicts, prepared keys and the roots of
/// batches, each in a bounded cache; what is remembered under one trust store does not count under its successor.
package final class SignatureVerifier {
    /// How far the times that a sender or a time stamping authority states may lie behind the log-append time of the record
    /// (docs/specs/envelope.md §9.6), in milliseconds.
    package static let clockTolerance: Int64 = 5 * 60 * 1000

    /// What is trusted; only ``use(_:)`` changes it.
    private(set) var store: TrustStore
    /// Certificates about which responders should be asked, see ``takeAsked()``.
    var asked: [Certificate] = []
    /// The certificate with which the last record was signed or was to be, as far as it could be read; for the record of its
    /// use. Nothing of it is verified unless the record is.
    package internal(set) var presented: Certificate?
    var parsed: BoundedCache<CertificateThumbprint, Presented>
    private var chains: BoundedCache<ChainKey, RememberedChain>
    private var verifiers: BoundedCache<VerifierKey, KeyVerifier>
    var roots: BatchRoots
    let shared: SharedRoots
    private var hashers: (sha256: MerkleHasher?, sm3: MerkleHasher?)

    /// A certificate and the text of `ce_sigcert` that it was read from; nil where it stood in a CMS document.
    struct Presented {
        let text: [UInt8]?
        let certificate: Certificate
    }

    private struct ChainKey: Hashable {
        let thumbprint: CertificateThumbprint
        let use: TrustAuthority.Use
        let generation: UInt64

        /// The thumbprint alone tells nearly all of them apart, and costs least.
        func hash(into hasher: inout Hasher) { hasher.combine(thumbprint) }
    }

    /// A verdict and the time for which it stands.
    private struct RememberedChain {
        let verdict: ChainVerdict
        let holds: Range<Instant>
    }

    private struct VerifierKey: Hashable {
        let thumbprint: CertificateThumbprint
        let algorithm: SignatureAlgorithm

        /// As for ``ChainKey``.
        func hash(into hasher: inout Hasher) { hasher.combine(thumbprint) }
    }

    /// A verifier that trusts what `store` trusts and remembers about `capacity` certificates.
    ///
    /// - Parameter sharing: what verifiers that are given the same stores tell each other about batches.
    package init(store: TrustStore, capacity: Int = 4096, sharing shared: SharedRoots = SharedRoots()) {
        self.store = store
        self.shared = shared
        parsed = BoundedCache(limit: capacity)
        chains = BoundedCache(limit: capacity)
        verifiers = BoundedCache(limit: capacity)
        roots = BatchRoots(capacity: min(capacity, 128))
    }

    /// Trusts what `store` trusts from now on; to be called between two batches. What was remembered under the store before
    /// does not count under another generation.
    package func use(_ store: TrustStore) {
        self.store = store
    }

    /// Verifies the signature in `headers` over `envelope` and `payload`.
    ///
    /// - Parameters:
    ///   - envelope: the attributes, parsed from the same headers.
    ///   - headers: all headers of the record.
    ///   - payload: the exact bytes of the record's value; empty for a tombstone.
    ///   - registered: certificates of the sender's registry entry, for signatures that only refer to one.
    ///   - expectedPlatformCode: the 18-character code that the certificate must name.
    ///   - persons: certificates of natural persons who may sign for the platform; their bond is the registry's alone.
    ///   - instant: the log-append time of the record, which decides validity.
    package func verify(
        _ envelope: EventEnvelope,
        headers: [RecordHeader],
        payload: [UInt8],
        registered: [CertificateThumbprint: Certificate],
        expectedPlatformCode: String,
        persons: Set<CertificateThumbprint> = [],
        at instant: Instant
    ) -> SignatureVerdict {
        presented = nil
        let subject = Subject(
            envelope: envelope,
            payload: payload,
            registered: registered,
            platformCode: expectedPlatformCode,
            persons: persons,
            instant: instant
        )
        do throws(ProblemsOnly) {
            switch SignatureFields(headers) {
            case .refused(let problems): return .refused(problems)
            case .raw(let bare): return .verified(try verify(raw: bare, subject))
            case .cms(let document): return .verified(try verify(cms: document, subject))
            case .batch(let bare, let place, let stamp):
                return .verified(try verify(batch: bare, place, stamp: stamp, subject))
            }
        } catch {
            return .refused(error.problems)
        }
    }

    /// One record and what its signature is judged by.
    struct Subject {
        let envelope: EventEnvelope
        let payload: [UInt8]
        let registered: [CertificateThumbprint: Certificate]
        let platformCode: String
        let persons: Set<CertificateThumbprint>
        let instant: Instant

        /// What `certificate` is used for: signing by a person where the registry says so.
        func use(of certificate: Certificate) -> TrustAuthority.Use {
            persons.contains(certificate.thumbprint) ? .personalSigning : .platformSigning
        }

        /// What speaks against the holder of `chain` being the sender or acting for it.
        func stranger(_ chain: VerifiedChain) -> Problem? {
            persons.contains(chain.leaf.thumbprint)
                ? nil : IdentityRule.problem(of: chain, expectedPlatformCode: platformCode)
        }

        /// The signing base with these parameters.
        func signingBase(_ hasher: MerkleHasher, algorithm: String, keyID: String) -> [UInt8] {
            SigningBase.bytes(
                of: envelope,
                digestName: hasher.algorithm.rawValue,
                digest: Base64.characters(of: hasher.digest(payload)),
                algorithm: algorithm,
                keyID: keyID
            )
        }
    }
}

extension SignatureVerifier {
    private func verify(raw bare: SignatureFields.Bare, _ subject: Subject) throws(ProblemsOnly) -> SignerIdentity {
        let certificate = try certificate(of: bare, subject.registered)
        let chain = try senderChain(of: certificate, subject)
        let base = subject.signingBase(
            try hasher(bare.algorithm.payloadDigest),
            algorithm: bare.algorithm.rawValue,
            keyID: certificate.keyID
        )
        guard try isValid(bare.signature, of: bare.algorithm, by: certificate, over: base) else {
            throw Self.invalid(certificate)
        }
        return SignerIdentity(
            platformCode: subject.platformCode,
            chain: chain,
            form: .raw,
            algorithm: bare.algorithm
        )
    }

    /// The verified chain of a certificate that names the sender. Chain and identity come before the signature: a stranger's
    /// key is never used for a computation.
    func senderChain(of certificate: Certificate, _ subject: Subject) throws(ProblemsOnly) -> VerifiedChain {
        presented = certificate
        let chain = try chain(of: certificate, for: subject.use(of: certificate), at: subject.instant)
        if let problem = subject.stranger(chain) { throw ProblemsOnly(problem) }
        return chain
    }

    /// The verdict on the chain of a certificate for a use, at the time of a submission: the one place that asks the trust
    /// store. It is remembered by certificate, use and generation of the store for the stretch of time in which it stands.
    package func verdict(
        on certificate: Certificate,
        for use: TrustAuthority.Use,
        at instant: Instant
    ) -> ChainVerdict {
        let key = ChainKey(thumbprint: certificate.thumbprint, use: use, generation: store.generation)
        if let known = chains.value(for: key), known.holds.contains(instant) { return known.verdict }
        let (found, holds) = store.verify(certificate, for: use, at: instant)
        chains.insert(RememberedChain(verdict: found, holds: holds), for: key)
        note(certificate, found)
        return found
    }

    /// The verified chain of a certificate, as ``verdict(on:for:at:)`` says.
    func chain(
        of certificate: Certificate,
        for use: TrustAuthority.Use,
        at instant: Instant
    ) throws(ProblemsOnly) -> VerifiedChain {
        switch verdict(on: certificate, for: use, at: instant) {
        case .verified(let chain): return chain
        case .refused(let problems): throw ProblemsOnly(problems)
        }
    }

    /// Whether `signature` over `message` verifies under the key of `certificate`, whose chain is verified already.
    func isValid(
        _ signature: [UInt8],
        of algorithm: SignatureAlgorithm,
        by certificate: Certificate,
        over message: @autoclosure () -> [UInt8]
    ) throws(ProblemsOnly) -> Bool {
        let scheme = algorithm.scheme
        guard scheme.fits(certificate.publicKey) else { throw Self.mismatch(algorithm, certificate) }
        if scheme.isDER, !SignatureEncoding.isStrict(signature) {
            throw ProblemsOnly(
                TrustProblem.make(
                    .signatureMalformed,
                    rule: "trust.signature.der",
                    zh: "签名须为两个正整数的规范 DER 编码，其后不得有其他字节",
                    en: "the signature must be the DER encoding of two positive integers and nothing behind it"
                )
            )
        }
        let key = VerifierKey(thumbprint: certificate.thumbprint, algorithm: algorithm)
        if let known = verifiers.value(for: key) { return known.isValid(signature, over: message()) }
        guard let made = certificate.makeVerifier(scheme) else { throw Self.mismatch(algorithm, certificate) }
        verifiers.insert(made, for: key)
        return made.isValid(signature, over: message())
    }

    /// The hasher of trees over `algorithm`, made once.
    func hasher(_ algorithm: PayloadDigest.Algorithm) throws(ProblemsOnly) -> MerkleHasher {
        if let known = algorithm == .sm3 ? hashers.sm3 : hashers.sha256 { return known }
        do throws(TrustFailure) {
            let made = try MerkleHasher(algorithm)
            switch algorithm {
            case .sha256: hashers.sha256 = made
            case .sm3: hashers.sm3 = made
            }
            return made
        } catch {
            throw ProblemsOnly(
                TrustProblem.make(
                    .signatureInvalid,
                    rule: "trust.batch.hash",
                    zh: error.message.zh,
                    en: error.message.en
                )
            )
        }
    }

    /// The certificate that `ce_sigkeyid` refers to: the one presented beside it, or a registered one.
    func certificate(
        of bare: SignatureFields.Bare,
        _ registered: [CertificateThumbprint: Certificate]
    ) throws(ProblemsOnly) -> Certificate {
        guard let presented = bare.certificate else {
            if let certificate = registered[bare.keyID] { return certificate }
            throw ProblemsOnly(
                TrustProblem.make(
                    .certificateUnknown,
                    rule: "trust.certificate.known",
                    zh: "ce_sigkeyid 所指证书未登记，也未随 ce_sigcert 提供",
                    en: "the certificate of ce_sigkeyid is neither registered nor given in ce_sigcert"
                )
            )
        }
        if let known = parsed.value(for: bare.keyID), known.text == presented { return known.certificate }
        guard let der = Base64.decode(presented, limit: Certificate.maximumLength),
            let certificate = Certificate(der: der)
        else {
            throw ProblemsOnly(
                TrustProblem.make(
                    .signatureMalformed,
                    rule: "trust.certificate.form",
                    zh: "ce_sigcert 须为一张 X.509 证书的 DER 的 base64",
                    en: "ce_sigcert must be base64 of the DER of one X.509 certificate"
                )
            )
        }
        guard certificate.thumbprint == bare.keyID else {
            throw ProblemsOnly(
                TrustProblem.make(
                    .certificateUnknown,
                    rule: "trust.certificate.thumbprint",
                    zh: "ce_sigkeyid 与 ce_sigcert 的指纹 \(certificate.thumbprint) 不符",
                    en: "ce_sigkeyid is not the thumbprint of ce_sigcert, \(certificate.thumbprint)"
                )
            )
        }
        parsed.insert(Presented(text: presented, certificate: certificate), for: bare.keyID)
        return certificate
    }

    private static func mismatch(_ algorithm: SignatureAlgorithm, _ certificate: Certificate) -> ProblemsOnly {
        let key = certificate.publicKey.name
        return ProblemsOnly(
            TrustProblem.make(
                .algorithmRefused,
                rule: "trust.signature.key-type",
                zh: "算法 \(algorithm.rawValue) 与证书密钥 \(key) 不符",
                en: "the algorithm \(algorithm.rawValue) does not go with the certificate's key, \(key)"
            )
        )
    }

    /// The signature is not one over what came with it.
    static func invalid(_ certificate: Certificate) -> ProblemsOnly {
        ProblemsOnly(
            TrustProblem.make(
                .signatureInvalid,
                rule: "trust.signature.valid",
                zh: "签名与属性、报文内容及证书 \(certificate.subject) 不符",
                en: "the signature does not verify over attributes and payload under \(certificate.subject)"
            )
        )
    }
}
