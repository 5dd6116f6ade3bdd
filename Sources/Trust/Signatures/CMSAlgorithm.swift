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
        case (OID.sha256, OID.rsaEncryption), (OID.sha256, OID.sha256WithRSA): return .rsaPKCS1SHA256
        case (OID.sha384, OID.rsaEncryption), (OID.sha384, OID.sha384WithRSA): return .rsaPKCS1SHA384
        case (OID.sha512, OID.rsaEncryption), (OID.sha512, OID.sha512WithRSA): return .rsaPKCS1SHA512
        case (OID.sha256, OID.rsaPSS), (OID.sha384, OID.rsaPSS), (OID.sha512, OID.rsaPSS):
            guard unsafe isStandardPSS(signature, digest: digestName) else { throw .algorithm(OID.rsaPSS) }
            return digestName == OID.sha256
                ? .rsaPSSSHA256 : digestName == OID.sha384 ? .rsaPSSSHA384 : .rsaPSSSHA512
        case (OID.sha256, OID.ecdsaWithSHA256): return .ecdsaP256SHA256
        case (OID.sha384, OID.ecdsaWithSHA384): return .ecdsaP384SHA384
        case (OID.sha512, OID.ecdsaWithSHA512): return .ecdsaP521SHA512
        case (OID.sha256, OID.ecPublicKey) where key == .p256: return .ecdsaP256SHA256
        case (OID.sha384, OID.ecPublicKey) where key == .p384: return .ecdsaP384SHA384
        case (OID.sha512, OID.ecPublicKey) where key == .p521: return .ecdsaP521SHA512
        case (OID.sm3, OID.sm2WithSM3), (OID.sm3, OID.sm2Signature): return .sm2SM3
        case (OID.sm3, OID.ecPublicKey) where key == .sm2, (OID.sm3, OID.sm2) where key == .sm2: return .sm2SM3
        case (OID.sha256, let other), (OID.sha384, let other), (OID.sha512, let other), (OID.sm3, let other):
            throw .algorithm(other)
        case (let other, _): throw .algorithm(other)
        }
    }

    private static func name(of algorithm: UnsafePointer<X509_ALGOR>) -> String {
        var object: OpaquePointer?
        // The object belongs to the algorithm identifier.
        unsafe X509_ALGOR_get0(&object, nil, nil, algorithm)
        return unsafe object.map { unsafe ObjectName.dotted($0) } ?? ""
    }

    /// True for MGF1 with the digest itself and a salt of its length, in whichever of the usual spellings.
    private static func isStandardPSS(_ algorithm: UnsafePointer<X509_ALGOR>, digest: String) -> Bool {
        var kind: Int32 = 0
        var value: UnsafeRawPointer?
        unsafe X509_ALGOR_get0(nil, &kind, &value, algorithm)
        guard kind == V_ASN1_SEQUENCE, let value = unsafe value,
            let encoded = unsafe ASN1Octets.bytes(of: value.assumingMemoryBound(to: ASN1_STRING.self))
        else { return false }
        return PSSParameters.areStandard(encoded, digest: digest)
    }
}
