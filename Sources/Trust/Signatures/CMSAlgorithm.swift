import COpenSSL
import Core

/// The pairs of digest and signature algorithm that a CMS signer may name, in our terms.
enum CMSAlgorithm {
    /// The algorithm that `digest` and `signature` name, for a signer whose key is `key`.
    ///
    /// Older middleware writes the key's own OID in place of the signature algorithm (RFC 3370 §3.2 does so for RSA);
    /// with the digest algorithm beside it that is unambiguous.
    static func algorithm(
        digest: UnsafePointer<X509_ALGOR>,
        signature: UnsafePointer<X509_ALGOR>,
        key: PublicKeyKind
    ) throws(CMSFault) -> SignatureAlgorithm {
        let digestName = unsafe name(of: digest)
        let signatureName = unsafe name(of: signature)
        switch (digestName, signatureName) {
        case (OID.sha256, OID.rsaEncryption), (OID.sha256, OID.sha256WithRSA):
            return .rsaPKCS1SHA256
        case (OID.sha256, OID.rsaPSS):
            guard unsafe isStandardPSS(signature) else { throw .algorithm(OID.rsaPSS) }
            return .rsaPSSSHA256
        case (OID.sha256, OID.ecdsaWithSHA256): return .ecdsaP256SHA256
        case (OID.sha256, OID.ecPublicKey) where key == .p256: return .ecdsaP256SHA256
        case (OID.sm3, OID.sm2WithSM3), (OID.sm3, OID.sm2Signature): return .sm2SM3
        case (OID.sm3, OID.ecPublicKey) where key == .sm2: return .sm2SM3
        case (OID.sha256, let other), (OID.sm3, let other): throw .algorithm(other)
        case (let other, _): throw .algorithm(other)
        }
    }

    private static func name(of algorithm: UnsafePointer<X509_ALGOR>) -> String {
        var object: OpaquePointer?
        // The object belongs to the algorithm identifier.
        unsafe X509_ALGOR_get0(&object, nil, nil, algorithm)
        return unsafe object.map { unsafe ObjectName.dotted($0) } ?? ""
    }

    /// True for SHA-256, MGF1 with SHA-256 and a salt of 32 bytes, in whichever of the usual spellings.
    private static func isStandardPSS(_ algorithm: UnsafePointer<X509_ALGOR>) -> Bool {
        var kind: Int32 = 0
        var value: UnsafeRawPointer?
        unsafe X509_ALGOR_get0(nil, &kind, &value, algorithm)
        guard kind == V_ASN1_SEQUENCE, let value = unsafe value,
            let encoded = unsafe ASN1Octets.bytes(of: value.assumingMemoryBound(to: ASN1_STRING.self))
        else { return false }
        return PSSParameters.accepted.contains(encoded)
    }
}
