package import Core

/// Decides for one record after another whether its platform signed it (docs/specs/envelope.md §§4–6).
///
/// Not Sendable: one for each worker thread. It remembers parsed certificates, chain verdicts and prepared keys, each
/// in a bounded cache; what is remembered under one trust store does not count under its successor.
package final class SignatureVerifier {
    /// What is trusted; only ``use(_:)`` changes it.
    private(set) var store: TrustStore
    /// Certificates about which responders should be asked, see ``takeAsked()``.
    var asked: [Certificate] = []
    private var parsed: BoundedCache<CertificateThumbprint, Presented>
    private var chains: BoundedCache<ChainKey, RememberedChain>
    private var verifiers: BoundedCache<VerifierKey, KeyVerifier>

    /// A certificate as it came in `ce_sigcert`, and what it parsed to.
    private struct Presented {
        let text: [UInt8]
        let certificate: Certificate
    }

    private struct ChainKey: Hashable {
        let thumbprint: CertificateThumbprint
        let generation: UInt64
    }

    /// A verdict and the time for which it stands.
    private struct RememberedChain {
        let verdict: ChainVerdict
        let holds: Range<Instant>
    }

    private struct VerifierKey: Hashable {
        let thumbprint: CertificateThumbprint
        let algorithm: SignatureAlgorithm
    }

    /// A verifier that trusts what `store` trusts and remembers about `capacity` certificates.
    package init(store: TrustStore, capacity: Int = 4096) {
        self.store = store
        parsed = BoundedCache(limit: capacity)
        chains = BoundedCache(limit: capacity)
        verifiers = BoundedCache(limit: capacity)
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
    ///   - instant: the log-append time of the record, which decides validity.
    package func verify(
        _ envelope: EventEnvelope,
        headers: [RecordHeader],
        payload: [UInt8],
        registered: [CertificateThumbprint: Certificate],
        expectedPlatformCode: String,
        at instant: Instant
    ) -> SignatureVerdict {
        switch SignatureFields(headers) {
        case .refused(let problems):
            return .refused(problems)
        case .raw(let algorithm, let keyID, let presented, let signature):
            let certificate: Certificate
            switch self.certificate(keyID, presented: presented, registered: registered) {
            case .failure(let problems): return .refused(problems.problems)
            case .success(let found): certificate = found
            }
            return signer(certificate, expectedPlatformCode, form: .raw, at: instant) { () throws(ProblemsOnly) in
                guard
                    try self.isValid(
                        signature,
                        of: algorithm,
                        by: certificate,
                        over: {
                            Self.signingBase(
                                envelope,
                                payload,
                                algorithm,
                                name: algorithm.rawValue,
                                keyID: certificate.keyID
                            )
                        }
                    )
                else { throw ProblemsOnly(Self.invalid(certificate)) }
                return algorithm
            }
        case .cms(let der):
            return verify(
                cms: der,
                envelope,
                payload: payload,
                registered: registered,
                expectedPlatformCode: expectedPlatformCode,
                at: instant
            )
        }
    }
}

extension SignatureVerifier {
    private func verify(
        cms der: [UInt8],
        _ envelope: EventEnvelope,
        payload: [UInt8],
        registered: [CertificateThumbprint: Certificate],
        expectedPlatformCode: String,
        at instant: Instant
    ) -> SignatureVerdict {
        let document: CMSDocument
        do throws(CMSFault) {
            document = try CMSDocument.parse(der)
        } catch {
            return .refused([error.problem])
        }
        guard let certificate = signerCertificate(of: document, registered: registered) else {
            return .refused([
                TrustProblem.make(
                    .certificateUnknown,
                    rule: "trust.certificate.known",
                    zh: "CMS 签名者的证书既不在签名内，也未登记",
                    en: "the certificate of the CMS signer is neither inside nor registered"
                )
            ])
        }
        return signer(certificate, expectedPlatformCode, form: .cms, at: instant) { () throws(ProblemsOnly) in
            let signature: CMSSignature
            do throws(CMSFault) {
                signature = try document.signature(key: certificate.publicKey)
            } catch {
                throw ProblemsOnly(error.problem)
            }
            let algorithm = signature.algorithm
            let base = Self.signingBase(envelope, payload, algorithm, name: "cms", keyID: "")
            if let expected = signature.messageDigest,
                PayloadDigest(algorithm.payloadDigest, of: base).bytes != expected
            {
                throw ProblemsOnly(Self.invalid(certificate))
            }
            let signed = signature.signedAttributes ?? base
            guard try self.isValid(signature.value, of: algorithm, by: certificate, over: { signed }) else {
                throw ProblemsOnly(Self.invalid(certificate))
            }
            return algorithm
        }
    }

    /// Chain, identity and then the signature: a stranger's key is never used for a computation.
    private func signer(
        _ certificate: Certificate,
        _ expectedPlatformCode: String,
        form: SignerIdentity.Form,
        at instant: Instant,
        signature: () throws(ProblemsOnly) -> SignatureAlgorithm
    ) -> SignatureVerdict {
        let chain: VerifiedChain
        switch self.chain(of: certificate, at: instant) {
        case .refused(let problems): return .refused(problems)
        case .verified(let verified): chain = verified
        }
        if let problem = IdentityRule.problem(of: chain, expectedPlatformCode: expectedPlatformCode) {
            return .refused([problem])
        }
        do throws(ProblemsOnly) {
            let algorithm = try signature()
            return .verified(
                SignerIdentity(platformCode: expectedPlatformCode, chain: chain, form: form, algorithm: algorithm)
            )
        } catch {
            return .refused(error.problems)
        }
    }

    private func isValid(
        _ signature: [UInt8],
        of algorithm: SignatureAlgorithm,
        by certificate: Certificate,
        over message: () -> [UInt8]
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
        guard let made = certificate.makeVerifier(scheme) else {
            throw Self.mismatch(algorithm, certificate)
        }
        verifiers.insert(made, for: key)
        return made.isValid(signature, over: message())
    }

    private func chain(of certificate: Certificate, at instant: Instant) -> ChainVerdict {
        let key = ChainKey(thumbprint: certificate.thumbprint, generation: store.generation)
        if let known = chains.value(for: key), known.holds.contains(instant) { return known.verdict }
        let (verdict, holds) = store.verify(certificate, for: .platformSigning, at: instant)
        chains.insert(RememberedChain(verdict: verdict, holds: holds), for: key)
        note(certificate, verdict)
        return verdict
    }

    /// The certificate that `keyID` refers to: the one presented beside it, or a registered one.
    private func certificate(
        _ keyID: CertificateThumbprint,
        presented: [UInt8]?,
        registered: [CertificateThumbprint: Certificate]
    ) -> Result<Certificate, ProblemsOnly> {
        guard let presented else {
            if let certificate = registered[keyID] { return .success(certificate) }
            return .failure(
                ProblemsOnly(
                    TrustProblem.make(
                        .certificateUnknown,
                        rule: "trust.certificate.known",
                        zh: "ce_sigkeyid 所指证书未登记，也未随 ce_sigcert 提供",
                        en: "the certificate of ce_sigkeyid is neither registered nor given in ce_sigcert"
                    )
                )
            )
        }
        if let known = parsed.value(for: keyID), known.text == presented { return .success(known.certificate) }
        guard let der = Base64.decode(presented, limit: Certificate.maximumLength),
            let certificate = Certificate(der: der)
        else {
            return .failure(
                ProblemsOnly(
                    TrustProblem.make(
                        .signatureMalformed,
                        rule: "trust.certificate.form",
                        zh: "ce_sigcert 须为一张 X.509 证书的 DER 的 base64",
                        en: "ce_sigcert must be base64 of the DER of one X.509 certificate"
                    )
                )
            )
        }
        guard certificate.thumbprint == keyID else {
            return .failure(
                ProblemsOnly(
                    TrustProblem.make(
                        .certificateUnknown,
                        rule: "trust.certificate.thumbprint",
                        zh: "ce_sigkeyid 与 ce_sigcert 的指纹 \(certificate.thumbprint) 不符",
                        en: "ce_sigkeyid is not the thumbprint of ce_sigcert, \(certificate.thumbprint)"
                    )
                )
            )
        }
        parsed.insert(Presented(text: presented, certificate: certificate), for: keyID)
        return .success(certificate)
    }

    private func signerCertificate(
        of document: CMSDocument,
        registered: [CertificateThumbprint: Certificate]
    ) -> Certificate? {
        for der in document.certificates {
            guard let certificate = certificate(embedded: der), document.names(certificate) else { continue }
            return certificate
        }
        return registered.values.first(where: document.names)
    }

    /// An embedded certificate, parsed at most once; nil when it is none.
    private func certificate(embedded der: [UInt8]) -> Certificate? {
        guard let thumbprint = CertificateThumbprint(PayloadDigest(.sha256, of: der).bytes) else { return nil }
        if let known = parsed.value(for: thumbprint) { return known.certificate }
        guard let certificate = Certificate(der: der) else { return nil }
        parsed.insert(Presented(text: [], certificate: certificate), for: thumbprint)
        return certificate
    }

    private static func signingBase(
        _ envelope: EventEnvelope,
        _ payload: [UInt8],
        _ algorithm: SignatureAlgorithm,
        name: String,
        keyID: String
    ) -> [UInt8] {
        let digest = PayloadDigest(algorithm.payloadDigest, of: payload)
        return SigningBase.bytes(
            of: envelope,
            digestName: algorithm.digestName,
            digest: digest.base64,
            algorithm: name,
            keyID: keyID
        )
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

    private static func invalid(_ certificate: Certificate) -> Problem {
        TrustProblem.make(
            .signatureInvalid,
            rule: "trust.signature.valid",
            zh: "签名与属性、报文内容及证书 \(certificate.subject) 不符",
            en: "the signature does not verify over attributes and payload under \(certificate.subject)"
        )
    }
}
