import COpenSSL
import Core

/// What a certificate must satisfy to stand in a trust list.
enum AnchorRule {
    /// Why `certificate` may not be listed as an authority's; nil when it may.
    static func fault(of certificate: Certificate) -> BilingualText? {
        guard certificate.isAuthority else {
            return BilingualText(
                zh: "证书 \(certificate.subject) 的基本约束不是 CA",
                en: "\(certificate.subject) is no CA certificate"
            )
        }
        return weakness(of: certificate)
    }

    /// Why `certificate` may not be listed as a gateway's; nil when it may.
    static func fault(ofGateway certificate: Certificate) -> BilingualText? {
        guard certificate.maySignData, !certificate.isAuthority else {
            return BilingualText(
                zh: "证书 \(certificate.subject) 不是签署数据的证书",
                en: "\(certificate.subject) is no certificate for signing data"
            )
        }
        return weakness(of: certificate)
    }

    private static func weakness(of certificate: Certificate) -> BilingualText? {
        if KeyRule.isStrong(certificate.publicKey) { return nil }
        return BilingualText(
            zh: "证书 \(certificate.subject) 的密钥 \(certificate.publicKey.name) 不被接受",
            en: "the key of \(certificate.subject), \(certificate.publicKey.name), is not accepted"
        )
    }

    /// True when OpenSSL knows what `place` refers to.
    static func isKnown(_ place: IdentitySource.Place) -> Bool {
        let object =
            switch place {
            case .extension(let oid): unsafe OBJ_txt2obj(oid, 1)
            case .attribute(let name): unsafe OBJ_txt2obj(name, 0)
            }
        LibraryErrors.clear()
        guard let object = unsafe object else { return false }
        // New objects are ours to free; those of the built-in table ignore it.
        unsafe ASN1_OBJECT_free(object)
        return true
    }
}
