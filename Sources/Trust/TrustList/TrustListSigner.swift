import Core

/// The recognising authority as the configuration pins it: the one key whose signature makes a trust list count.
///
/// The public key of the certificate is what counts, together with the certificate's period of validity; who issued it
/// is not asked, and neither is which certificate for the same key the signature names.
package struct TrustListSigner: Sendable {
    /// Longest signature accepted, in bytes.
    static let maximumSignatureLength = 64 << 10

    /// The pinned certificate.
    package let certificate: Certificate

    /// Pins `certificate`.
    ///
    /// - Throws: ``TrustFailure`` when its key is too weak, of a kind without an algorithm for lists, or not for signing.
    package init(_ certificate: Certificate) throws(TrustFailure) {
        let kind = certificate.publicKey
        guard KeyRule.isStrong(kind), SignatureAlgorithm.allCases.contains(where: { $0.scheme.fits(kind) }) else {
            throw TrustFailure(
                .mismatch,
                zh: "认可机构证书 \(certificate.subject) 的密钥 \(kind.name) 不被接受（须为 RSA 2048 至 8192 位、P-256、P-384、P-521 或 SM2）",
                en: "the key of the recognising authority's certificate \(certificate.subject), \(kind.name), is not "
                    + "accepted (it must be RSA of 2048 to 8192 bits, P-256, P-384, P-521 or SM2)"
            )
        }
        guard certificate.maySignData else {
            throw TrustFailure(
                .mismatch,
                zh: "认可机构证书 \(certificate.subject) 的密钥用法不含数字签名或不可否认",
                en: "the key usage of the recognising authority's certificate \(certificate.subject) includes neither "
                    + "digitalSignature nor nonRepudiation"
            )
        }
        self.certificate = certificate
    }

    /// Why `signature`, a detached CMS SignedData in DER, is not this authority's over `bytes`; nil when it is.
    func fault(of signature: [UInt8], over bytes: [UInt8]) -> BilingualText? {
        guard signature.count <= TrustListSigner.maximumSignatureLength else {
            return BilingualText(zh: "签名文件过大", en: "the signature file is too large")
        }
        let found: CMSSignature
        do throws(CMSFault) {
            found = try CMSDocument.parse(signature).signature(key: certificate.publicKey)
        } catch {
            return error.problem.message
        }
        let verifier = certificate.makeVerifier(found.algorithm.scheme)
        if let verifier, let signed = found.signedBytes(for: bytes), verifier.isValid(found.value, over: signed) {
            return nil
        }
        return BilingualText(
            zh: "签名与名单的内容及认可机构证书 \(certificate.subject)（\(certificate.thumbprint)）不符",
            en: "the signature does not verify over the list under the recognising authority's certificate "
                + "\(certificate.subject) (\(certificate.thumbprint))"
        )
    }
}
