/// A signature as certificates, CRLs and OCSP answers carry it: SEQUENCE { what is signed, algorithm, BIT STRING }.
///
/// It is verified over the very bytes received. OpenSSL's own check of a CRL or an OCSP answer knows no distinguishing id
/// and so refuses every list that is signed with SM2 under the standard one.
struct IssuerSignature: Sendable {
    /// What became of a verification.
    enum Outcome: Sendable, Hashable {
        /// It verifies.
        case valid
        /// It does not.
        case invalid
        /// Algorithm, parameters or strength are not accepted, or do not go with the key.
        case refused
    }

    /// The bytes that are signed, as received.
    let signed: ArraySlice<UInt8>
    /// AlgorithmIdentifier in DER.
    private let algorithm: [UInt8]
    private let value: [UInt8]

    /// A signature of `value` over `signed`; nil when `bitString` is no BIT STRING of whole octets.
    init?(signed: DERElement, algorithm: DERElement, bitString: DERElement) {
        guard algorithm.tag == 0x30, bitString.tag == 0x03, bitString.content.first == 0 else { return nil }
        self.signed = signed.encoded
        self.algorithm = Array(algorithm.encoded)
        value = Array(bitString.content.dropFirst())
    }

    /// Whether it verifies under the key of `certificate`, which must be strong enough and of the algorithm's sort.
    func verify(under certificate: Certificate) -> Outcome {
        guard KeyRule.isStrong(certificate.publicKey), let scheme = scheme(for: certificate.publicKey),
            let verifier = certificate.makeVerifier(scheme)
        else { return .refused }
        return verifier.isValid(value, over: Array(signed)) ? .valid : .invalid
    }

    /// How to compute it with a key of sort `key`; nil for digests below SHA-256 and for whatever is not listed here.
    private func scheme(for key: PublicKeyKind) -> SignatureScheme? {
        if let scheme = Self.fixed[algorithm] { return scheme.fits(key) ? scheme : nil }
        if let digest = Self.ecdsa[algorithm] {
            let scheme = SignatureScheme.ecdsa(digest, curve: key)
            switch key {
            case .p256, .p384, .p521: return scheme
            default: return nil
            }
        }
        guard let scheme = pss, scheme.fits(key) else { return nil }
        return scheme
    }

    /// RSASSA-PSS with its parameters (RFC 4055 §3.1): one digest throughout, any salt up to 64 bytes, trailer 0xBC.
    private var pss: SignatureScheme? {
        var bytes = algorithm[...]
        guard let outer = DERElement(takenFrom: &bytes), let parts = DERElement.elements(outer.content, limit: 2),
            parts.count == 2, Array(parts[0].encoded) == DERWriter.objectIdentifier(OID.rsaPSS), parts[1].tag == 0x30,
            let fields = DERElement.elements(parts[1].content, limit: 4)
        else { return nil }
        var digest: SignatureScheme.DigestName?
        var mask: SignatureScheme.DigestName?
        var salt = 20
        for field in fields {
            switch field.tag {
            case 0xa0: digest = Self.digests[Array(field.content)]
            case 0xa1:
                let prefix = DERWriter.objectIdentifier(OID.mgf1)
                var content = field.content
                guard let generator = DERElement(takenFrom: &content), content.isEmpty,
                    generator.content.starts(with: prefix)
                else { return nil }
                mask = Self.digests[Array(generator.content.dropFirst(prefix.count))]
            case 0xa2:
                guard field.content.count == 3, field.content.starts(with: [0x02, 0x01]),
                    let length = field.content.last
                else { return nil }
                salt = Int(length)
            case 0xa3: guard Array(field.content) == [0x02, 0x01, 0x01] else { return nil }
            default: return nil
            }
        }
        // SHA-1, the default of both, is not accepted; hence both must be said.
        guard let digest, digest == mask, salt <= 64 else { return nil }
        return .rsaPSS(digest, salt: salt)
    }

    private static let fixed: [[UInt8]: SignatureScheme] = {
        var schemes: [[UInt8]: SignatureScheme] = [:]
        let sm2 = SignatureScheme.sm2(distinguishingID: Certificate.distinguishingID)
        for spelling in spellings(OID.sm2WithSM3) { schemes[spelling] = sm2 }
        for (oid, digest) in [
            (OID.sha256WithRSA, SignatureScheme.DigestName.sha256), (OID.sha384WithRSA, .sha384),
            (OID.sha512WithRSA, .sha512),
        ] {
            for spelling in spellings(oid) { schemes[spelling] = .rsaPKCS1(digest) }
        }
        return schemes
    }()

    private static let ecdsa: [[UInt8]: SignatureScheme.DigestName] = {
        var names: [[UInt8]: SignatureScheme.DigestName] = [:]
        for spelling in spellings(OID.ecdsaWithSHA256) { names[spelling] = .sha256 }
        for spelling in spellings(OID.ecdsaWithSHA384) { names[spelling] = .sha384 }
        for spelling in spellings(OID.ecdsaWithSHA512) { names[spelling] = .sha512 }
        return names
    }()

    private static let digests: [[UInt8]: SignatureScheme.DigestName] = {
        var names: [[UInt8]: SignatureScheme.DigestName] = [:]
        for spelling in spellings(OID.sha256) { names[spelling] = .sha256 }
        for spelling in spellings(OID.sha384) { names[spelling] = .sha384 }
        for spelling in spellings(OID.sha512) { names[spelling] = .sha512 }
        return names
    }()

    /// An AlgorithmIdentifier without parameters or with NULL: authorities write either.
    private static func spellings(_ oid: String) -> [[UInt8]] {
        [
            DERWriter.sequence(DERWriter.objectIdentifier(oid)),
            DERWriter.sequence(DERWriter.objectIdentifier(oid), DERWriter.null),
        ]
    }
}
