import COpenSSL
import Core

/// What a certificate must satisfy to stand in a trust list.
enum AnchorRule {
    /// Why `certificate` may not be listed; nil when it may.
    static func fault(of certificate: Certificate) -> BilingualText? {
        guard certificate.isAuthority else {
            return BilingualText(
                zh: "证书 \(certificate.subject) 的基本约束不是 CA",
                en: "\(certificate.subject) is no CA certificate"
            )
        }
        guard KeyRule.isStrong(certificate.publicKey) else {
            return BilingualText(
                zh: "证书 \(certificate.subject) 的密钥 \(certificate.publicKey.name) 不被接受",
                en: "the key of \(certificate.subject), \(certificate.publicKey.name), is not accepted"
            )
        }
        return nil
    }

    /// True when OpenSSL knows what `source` refers to.
    static func isKnown(_ source: IdentitySource) -> Bool {
        let object =
            switch source {
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
