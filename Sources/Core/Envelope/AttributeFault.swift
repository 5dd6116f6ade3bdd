/// What can be wrong with an attribute that is there.
enum AttributeFault {
    case repeated
    case notText
    case unsupportedContentType
    case form(zh: String, en: String)

    /// The fault as a problem of `name`.
    func problem(of name: AttributeName) -> Problem {
        let pointer = "/@attributes/\(name.rawValue)"
        let rule = "envelope.\(name.rawValue)"
        switch self {
        case .repeated:
            return Problem(
                .attributeInvalid,
                at: pointer,
                rule: rule,
                zh: "属性 \(name.rawValue) 出现多次",
                en: "attribute \(name.rawValue) occurs more than once"
            )
        case .notText:
            let limit = EventEnvelope.maximumValueLength
            return Problem(
                .attributeInvalid,
                at: pointer,
                rule: rule,
                zh: "属性 \(name.rawValue) 须为 1 至 \(limit) 字节的 UTF-8 文本，且不含控制字符",
                en: "attribute \(name.rawValue) must be UTF-8 text of 1 to \(limit) bytes without control characters"
            )
        case .unsupportedContentType:
            return Problem(
                .contentTypeUnsupported,
                at: pointer,
                rule: rule,
                zh: "内容类型须为 application/json（字符集 UTF-8），密文则为 application/pkcs7-mime",
                en: "the content type must be application/json in UTF-8, or application/pkcs7-mime for ciphertext"
            )
        case .form(let zh, let en):
            return Problem(
                .attributeInvalid,
                at: pointer,
                rule: rule,
                zh: "属性 \(name.rawValue) \(zh)",
                en: "attribute \(name.rawValue) \(en)"
            )
        }
    }
}
