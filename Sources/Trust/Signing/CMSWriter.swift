import COpenSSL
import Core

/// Writes a detached CMS SignedData with one signer (RFC 5652 §5) in DER; the same way for RSA, ECDSA and SM2, for
/// which OpenSSL 3.0 writes none.
struct CMSWriter {
    private let key: SigningKey
    private let certificate: Certificate
    private let algorithm: SignatureAlgorithm
    private let includesCertificate: Bool
    private let signsAttributes: Bool
    /// Issuer's name and serial number in DER.
    private let signerID: [UInt8]

    /// A writer of signatures by `certificate` and its private `key`.
    init(
        key: SigningKey,
        certificate: Certificate,
        algorithm: SignatureAlgorithm,
        includesCertificate: Bool,
        signsAttributes: Bool
    ) throws(TrustFailure) {
        let parts = unsafe certificate.withPointer { pointer -> ([UInt8], [UInt8])? in
            // Name and number belong to the certificate.
            guard let issuer = unsafe DEREncoding.bytes({ unsafe i2d_X509_NAME(X509_get_issuer_name(pointer), $0) }),
                let serial = unsafe DEREncoding.bytes({
                    unsafe i2d_ASN1_INTEGER(X509_get0_serialNumber(pointer), $0)
                })
            else { return nil }
            return (issuer, serial)
        }
        guard let (issuer, serial) = parts else {
            throw TrustFailure(library: "encoding the issuer of \(certificate.subject): \(LibraryErrors.drain())")
        }
        self.key = key
        self.certificate = certificate
        self.algorithm = algorithm
        self.includesCertificate = includesCertificate
        self.signsAttributes = signsAttributes
        signerID = DERWriter.sequence(issuer, serial)
    }

    /// The document over `content`, which stays outside.
    func document(over content: [UInt8]) throws(TrustFailure) -> [UInt8] {
        let digest = identifier(algorithm.digestIdentifier, parameters: [])
        let attributes = signsAttributes ? self.attributes(over: content) : nil
        let signed = attributes.map { DERWriter.element(.set, $0) } ?? content
        let signature = try key.signature(over: signed, algorithm.scheme)
        var signer = DERWriter.integer(1) + signerID + digest
        if let attributes { signer += DERWriter.element(.context0, attributes) }
        signer += signatureIdentifier + DERWriter.element(.octetString, signature)
        var signedData =
            DERWriter.integer(1) + DERWriter.element(.set, digest)
            + DERWriter.sequence(DERWriter.objectIdentifier(OID.data))
        if includesCertificate { signedData += DERWriter.element(.context0, certificate.der) }
        signedData += DERWriter.element(.set, DERWriter.element(.sequence, signer))
        return DERWriter.sequence(
            DERWriter.objectIdentifier(OID.signedData),
            DERWriter.element(.context0, DERWriter.element(.sequence, signedData))
        )
    }

    /// The content of the signed attributes, sorted as DER asks.
    private func attributes(over content: [UInt8]) -> [UInt8] {
        let digest = algorithm.scheme.method.digest(content)
        let attributes = [
            attribute(OID.contentType, DERWriter.objectIdentifier(OID.data)),
            attribute(OID.messageDigest, DERWriter.element(.octetString, digest)),
        ]
        return Array(attributes.sorted { $0.lexicographicallyPrecedes($1) }.joined())
    }

    private func attribute(_ type: String, _ value: [UInt8]) -> [UInt8] {
        DERWriter.sequence(DERWriter.objectIdentifier(type), DERWriter.element(.set, value))
    }

    private func identifier(_ algorithm: String, parameters: [UInt8]) -> [UInt8] {
        DERWriter.sequence(DERWriter.objectIdentifier(algorithm), parameters)
    }

    private var signatureIdentifier: [UInt8] {
        switch algorithm {
        case .rsaPKCS1SHA256, .rsaPKCS1SHA384, .rsaPKCS1SHA512:
            identifier(OID.rsaEncryption, parameters: DERWriter.null)
        case .rsaPSSSHA256: identifier(OID.rsaPSS, parameters: PSSParameters.sha256)
        case .rsaPSSSHA384: identifier(OID.rsaPSS, parameters: PSSParameters.sha384)
        case .rsaPSSSHA512: identifier(OID.rsaPSS, parameters: PSSParameters.sha512)
        case .ecdsaP256SHA256: identifier(OID.ecdsaWithSHA256, parameters: [])
        case .ecdsaP384SHA384: identifier(OID.ecdsaWithSHA384, parameters: [])
        case .ecdsaP521SHA512: identifier(OID.ecdsaWithSHA512, parameters: [])
        case .sm2SM3: identifier(OID.sm2WithSM3, parameters: [])
        }
    }
}

extension SignatureAlgorithm {
    /// The digest algorithm as CMS names it.
    fileprivate var digestIdentifier: String {
        switch self {
        case .rsaPKCS1SHA256, .rsaPSSSHA256, .ecdsaP256SHA256: OID.sha256
        case .rsaPKCS1SHA384, .rsaPSSSHA384, .ecdsaP384SHA384: OID.sha384
        case .rsaPKCS1SHA512, .rsaPSSSHA512, .ecdsaP521SHA512: OID.sha512
        case .sm2SM3: OID.sm3
        }
    }
}
