package import Core

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
        guard key.matches(certificate) else {
            throw TrustFailure(
                .mismatch,
                zh: "私钥与证书 \(certificate.subject) 不匹配",
                en: "the private key does not belong to the certificate \(certificate.subject)"
            )
        }
        guard let algorithm = algorithm ?? EventSigner.usual(for: key.kind), algorithm.scheme.fits(key.kind) else {
            throw TrustFailure(
                .mismatch,
                zh: "\(key.kind.name) 密钥不能用于算法 \(algorithm?.rawValue ?? "（任何一种）")",
                en: "the key \(key.kind.name) does not go with the algorithm \(algorithm?.rawValue ?? "of any form")"
            )
        }
        self.key = key
        self.certificate = certificate
        self.form = form
        self.algorithm = algorithm
    }

    /// The attributes of `envelope` and the signature over them and `payload`, as headers of the record.
    package func headers(for envelope: EventEnvelope, payload: [UInt8]) throws(TrustFailure) -> [RecordHeader] {
        try envelope.headers + signatureHeaders(for: envelope, payload: payload)
    }

    /// The signature headers alone.
    package func signatureHeaders(
        for envelope: EventEnvelope,
        payload: [UInt8]
    ) throws(TrustFailure) -> [RecordHeader] {
        let base = signingBase(for: envelope, payload: payload)
        switch form {
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
                digest: digest.base64,
                algorithm: algorithm.rawValue,
                keyID: certificate.thumbprint.keyID
            )
        case .cms:
            SigningBase.bytes(
                of: envelope,
                digestName: algorithm.digestName,
                digest: digest.base64,
                algorithm: "cms",
                keyID: ""
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
        case .p384, .p521, .other: nil
        }
    }
}
