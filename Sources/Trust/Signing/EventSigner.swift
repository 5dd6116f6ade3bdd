package import Core
import Platform

/// Signs events as a platform does: attributes and payload in, Kafka headers out.
package struct EventSigner: Sendable {
    private let key: SigningKey
    private let certificate: Certificate
    private let form: SignatureForm
    private let algorithm: SignatureAlgorithm

    /// A signer for `certificate` and its private `key`.
    ///
    /// - Parameter algorithm: nil chooses the one that the key suggests: ECDSA, SM2, or RSA with PKCS#1 v1.5.
    /// - Throws: ``TrustFailure`` of kind `mismatch` when key, certificate and algorithm do not belong together.
    package init(
        key: SigningKey,
        certificate: Certificate,
        form: SignatureForm = .raw(attachesCertificate: true),
        algorithm: SignatureAlgorithm? = nil
    ) throws(TrustFailure) {
        self.key = key
        self.certificate = certificate
        self.form = form
        self.algorithm = try EventSigner.algorithm(algorithm, for: key, certificate)
    }

    /// The algorithm with which `key` signs for `certificate`: the one asked for, or for nil the one the key suggests.
    ///
    /// - Throws: ``TrustFailure`` of kind `mismatch` when key, certificate and algorithm do not belong together.
    static func algorithm(
        _ algorithm: SignatureAlgorithm?,
        for key: SigningKey,
        _ certificate: Certificate
    ) throws(TrustFailure) -> SignatureAlgorithm {
        guard key.matches(certificate) else {
            throw TrustFailure(
                .mismatch,
                zh: "私钥与证书 \(certificate.subject) 不匹配",
                en: "the private key does not belong to the certificate \(certificate.subject)"
            )
        }
        guard let chosen = algorithm ?? usual(for: key.kind), chosen.scheme.fits(key.kind) else {
            throw TrustFailure(
                .mismatch,
                zh: "\(key.kind.name) 密钥不能用于算法 \(algorithm?.rawValue ?? "（任何一种）")",
                en: "the key \(key.kind.name) does not go with the algorithm \(algorithm?.rawValue ?? "of any form")"
            )
        }
        return chosen
    }

    /// A signer of many records at once with the same key, certificate and algorithm; nil unless the form is `batch`.
    package func batchSigner() throws(TrustFailure) -> BatchSigner? {
        guard case .batch(let attachesCertificate) = form else { return nil }
        return try BatchSigner(
            key: key,
            certificate: certificate,
            attachesCertificate: attachesCertificate,
            algorithm: algorithm
        )
    }

    /// The attributes of `envelope` and the signature over them and `payload`, as headers of the record.
    ///
    /// - Parameter created: for `batch`, the signer's time; nil takes the clock's.
    package func headers(
        for envelope: EventEnvelope,
        payload: [UInt8],
        created: Instant? = nil
    ) throws(TrustFailure) -> [RecordHeader] {
        try envelope.headers + signatureHeaders(for: envelope, payload: payload, created: created)
    }

    /// The signature headers alone.
    ///
    /// - Parameter created: for `batch`, the signer's time; nil takes the clock's.
    package func signatureHeaders(
        for envelope: EventEnvelope,
        payload: [UInt8],
        created: Instant? = nil
    ) throws(TrustFailure) -> [RecordHeader] {
        if let batch = try batchSigner() {
            let event = BatchSigner.Event(envelope, payload: payload)
            return try batch.signatureHeaders(for: [event], created: created ?? SystemClock.now()).first ?? []
        }
        let base = signingBase(for: envelope, payload: payload)
        switch form {
        case .batch: return []
        case .raw(let attachesCertificate):
            let signature = try key.signature(over: base, algorithm.scheme)
            var headers = [
                RecordHeader(SignatureHeader.form, "raw"),
                RecordHeader(SignatureHeader.algorithm, algorithm.rawValue),
                RecordHeader(SignatureHeader.keyID, certificate.thumbprint.keyID),
            ]
            if attachesCertificate {
                headers.append(RecordHeader(SignatureHeader.certificate, Base64.encode(certificate.der)))
            }
            headers.append(RecordHeader(SignatureHeader.signature, Base64.encode(signature)))
            return headers
        case .cms(let includesCertificate, let signedAttributes):
            let document = try CMSWriter(
                key: key,
                certificate: certificate,
                algorithm: algorithm,
                includesCertificate: includesCertificate,
                signsAttributes: signedAttributes
            ).document(over: base)
            return [
                RecordHeader(SignatureHeader.form, "cms"),
                RecordHeader(SignatureHeader.signature, Base64.encode(document)),
            ]
        }
    }

    /// The bytes that the signature covers (docs/specs/envelope.md §4).
    package func signingBase(for envelope: EventEnvelope, payload: [UInt8]) -> [UInt8] {
        let digest = PayloadDigest(algorithm.payloadDigest, of: payload)
        return switch form {
        case .raw:
            SigningBase.bytes(
                of: envelope,
                digestName: algorithm.digestName,
                digest: Base64.characters(of: digest.bytes),
                algorithm: algorithm.rawValue,
                keyID: certificate.thumbprint.keyID
            )
        case .cms:
            SigningBase.bytes(
                of: envelope,
                digestName: algorithm.digestName,
                digest: Base64.characters(of: digest.bytes),
                algorithm: "cms",
                keyID: ""
            )
        case .batch:
            SigningBase.bytes(
                of: envelope,
                digestName: algorithm.digestName,
                digest: Base64.characters(of: digest.bytes),
                algorithm: BatchStatement.leafAlgorithm(algorithm),
                keyID: certificate.thumbprint.keyID
            )
        }
    }

    /// The algorithm that a key of `kind` suggests; nil when none of the envelope goes with it.
    static func usual(for kind: PublicKeyKind) -> SignatureAlgorithm? {
        switch kind {
        case .rsa: .rsaPKCS1SHA256
        case .rsaPSS: .rsaPSSSHA256
        case .p256: .ecdsaP256SHA256
        case .sm2: .sm2SM3
        case .p384: .ecdsaP384SHA384
        case .p521: .ecdsaP521SHA512
        case .other: nil
        }
    }
}
