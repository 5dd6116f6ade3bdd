import Core

/// Why a CMS document is not a signature that Hutong verifies.
enum CMSFault: Error, Hashable {
    /// The bytes are not one DER ContentInfo with a SignedData.
    case notCMS
    /// Another content type than signedData, by OID.
    case contentType(String)
    /// The encapsulated content type is not data.
    case innerContentType
    /// The content stands inside; a detached signature is required.
    case attached
    /// No signer, or more than are accepted.
    case signerCount(Int)
    /// Digest or signature algorithm that is not accepted, by OID.
    case algorithm(String)
    /// Signed attributes without a single contentType, that of the document, and a single messageDigest.
    case attributes

    /// The fault as a problem of the signature.
    var problem: Problem {
        switch self {
        case .notCMS:
            CMSFault.malformed(zh: "不是单一的 CMS SignedData（DER）", en: "is not exactly one CMS SignedData in DER")
        case .contentType(let oid):
            TrustProblem.make(
                .algorithmRefused,
                rule: "trust.cms.content-type",
                zh: "CMS 内容类型 \(oid) 不被接受，须为 \(OID.signedData) 或 \(OID.nationalSignedData)",
                en: "the CMS content type \(oid) is not accepted; it must be \(OID.signedData) or "
                    + OID.nationalSignedData
            )
        case .innerContentType:
            CMSFault.malformed(zh: "被签内容类型须为 data", en: "must sign the content type data")
        case .attached:
            CMSFault.malformed(zh: "须为不含原文的分离式签名", en: "must be detached, without the content")
        case .signerCount(let count):
            CMSFault.malformed(
                zh: "的签名者数目不被接受（\(count) 个）",
                en: "has a number of signers that is not accepted, \(count)"
            )
        case .algorithm(let oid):
            TrustProblem.make(
                .algorithmRefused,
                rule: "trust.cms.algorithm",
                zh: "CMS 签名的算法 \(oid) 不被接受",
                en: "the algorithm \(oid) of the CMS signature is not accepted"
            )
        case .attributes:
            CMSFault.malformed(
                zh: "签名属性须各含一个 contentType（与文件的内容类型相同）与 messageDigest",
                en: "must have one contentType, that of the document, and one messageDigest among its signed attributes"
            )
        }
    }

    private static func malformed(zh: String, en: String) -> Problem {
        TrustProblem.make(
            .signatureMalformed,
            rule: "trust.cms.form",
            zh: "CMS 签名\(zh)",
            en: "the CMS signature \(en)"
        )
    }
}
