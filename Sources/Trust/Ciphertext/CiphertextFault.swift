package import Core

/// Why bytes are not ciphertext that Hutong passes on.
package enum CiphertextFault: Error, Sendable, Hashable {
    /// The bytes are not one DER ContentInfo with an EnvelopedData or AuthEnvelopedData.
    case notEnveloped
    /// Another content type, by OID.
    case contentType(String)
    /// The media type names the other of the two structures.
    case form
    /// Attributes, certificates or other data stand beside the ciphertext, in clear.
    case additions
    /// There is no ciphertext inside, or it has no length that the cipher could give it.
    case content
    /// A reader who is not named by a certificate: by a password, a shared key, or a sender's static key.
    case anonymousReader
    /// No reader, or more than are accepted.
    case readerCount(Int)
    /// Key management that is not accepted, by OID.
    case keyAlgorithm(String)
    /// A cipher that is not accepted, or not with these parameters, by OID.
    case cipher(String)

    /// The fault as a problem of the payload.
    package var problem: Problem {
        switch self {
        case .notEnveloped:
            CiphertextFault.malformed(zh: "密文不是单一的 DER 数字信封", en: "the ciphertext is not exactly one envelope in DER")
        case .contentType(let oid):
            CiphertextFault.malformed(
                zh: "密文的 CMS 内容类型 \(oid) 不是数字信封",
                en: "the CMS content type \(oid) of the ciphertext is no envelope"
            )
        case .form:
            CiphertextFault.malformed(
                zh: "密文的结构与 content-type 中的 smime-type 不一致",
                en: "the structure of the ciphertext is not the smime-type of content-type"
            )
        case .additions:
            CiphertextFault.malformed(
                zh: "密文旁不得有属性、证书或其他明文内容",
                en: "nothing may stand beside the ciphertext in clear: no attributes, no certificates"
            )
        case .content:
            CiphertextFault.malformed(zh: "密文为空或长度不符", en: "the ciphertext is empty or its length is impossible")
        case .anonymousReader:
            CiphertextFault.reader(
                zh: "密文的每个接收者都须以其证书指明",
                en: "everyone who can open the ciphertext must be named by a certificate"
            )
        case .readerCount(let count):
            CiphertextFault.reader(
                zh: "密文的接收者数目不被接受（\(count) 个）",
                en: "the ciphertext has a number of recipients that is not accepted, \(count)"
            )
        case .keyAlgorithm(let oid):
            CiphertextFault.algorithm(zh: "密钥加密算法 \(oid) 不被接受", en: "the key encryption \(oid) is not accepted")
        case .cipher(let oid):
            CiphertextFault.algorithm(
                zh: "内容加密算法 \(oid) 或其参数不被接受",
                en: "the cipher \(oid), or its parameters, is not accepted"
            )
        }
    }

    private static func malformed(zh: String, en: String) -> Problem {
        Problem(.ciphertextMalformed, rule: "ciphertext.form", zh: zh, en: en)
    }

    private static func reader(zh: String, en: String) -> Problem {
        Problem(.ciphertextRecipient, rule: "ciphertext.reader", zh: zh, en: en)
    }

    private static func algorithm(zh: String, en: String) -> Problem {
        Problem(.ciphertextAlgorithm, rule: "ciphertext.algorithm", zh: zh, en: en)
    }
}
