import Core

/// The signature headers of one record, each at most once and of its form; nothing of it is verified.
enum SignatureFields {
    /// Longest `raw` signature in bytes: RSA of 8192 bits.
    static let maximumSignatureLength = 1024
    /// Longest CMS document in bytes.
    static let maximumDocumentLength = 64 << 10

    /// `ce_sigform: raw`.
    case raw(SignatureAlgorithm, keyID: CertificateThumbprint, certificate: [UInt8]?, signature: [UInt8])
    /// `ce_sigform: cms`; the DER of the SignedData.
    case cms(document: [UInt8])
    /// The headers do not make a signature.
    case refused([Problem])

    /// Reads them from `headers`, reporting every fault.
    init(_ headers: [RecordHeader]) {
        var collected = Collected()
        var problems: [Problem] = []
        for header in headers where header.name.hasPrefix(SignatureHeader.prefix) {
            switch header.name {
            case SignatureHeader.form: Collected.set(&collected.form, header, &problems)
            case SignatureHeader.algorithm: Collected.set(&collected.algorithm, header, &problems)
            case SignatureHeader.keyID: Collected.set(&collected.keyID, header, &problems)
            case SignatureHeader.certificate: Collected.set(&collected.certificate, header, &problems)
            case SignatureHeader.signature: Collected.set(&collected.signature, header, &problems)
            default: break
            }
        }
        guard problems.isEmpty else {
            self = .refused(problems)
            return
        }
        guard let form = collected.form, let signature = collected.signature else {
            self = .refused([SignatureFields.missing(form: collected.form == nil)])
            return
        }
        if form.elementsEqual("raw".utf8) {
            self = SignatureFields.raw(collected, signature)
        } else if form.elementsEqual("cms".utf8) {
            self = SignatureFields.cms(collected, signature)
        } else {
            self = .refused([
                SignatureFields.malformed(SignatureHeader.form, zh: "须为 raw 或 cms", en: "must be raw or cms")
            ])
        }
    }

    private static func raw(_ collected: Collected, _ encoded: [UInt8]) -> SignatureFields {
        var problems: [Problem] = []
        let algorithm = collected.algorithm.flatMap {
            SignatureAlgorithm(rawValue: String(decoding: $0, as: UTF8.self))
        }
        if algorithm == nil {
            let names = SignatureAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
            problems.append(
                collected.algorithm == nil
                    ? malformed(SignatureHeader.algorithm, zh: "raw 形式须带此消息头", en: "is needed for the raw form")
                    : Problem(
                        .algorithmRefused,
                        at: pointer(SignatureHeader.algorithm),
                        rule: "trust.signature.algorithm",
                        zh: "签名算法须为下列之一：\(names)",
                        en: "the signature algorithm must be one of \(names)"
                    )
            )
        }
        let keyID = collected.keyID.flatMap { CertificateThumbprint(keyID: $0) }
        if keyID == nil {
            problems.append(
                malformed(
                    SignatureHeader.keyID,
                    zh: "须为 sha-256: 加 64 位小写十六进制数字",
                    en: "must be sha-256: and 64 lower-case hexadecimal digits"
                )
            )
        }
        let signature = Base64.decode(encoded, limit: maximumSignatureLength)
        if signature == nil || signature?.isEmpty == true {
            problems.append(
                malformed(
                    SignatureHeader.signature,
                    zh: "须为至多 \(maximumSignatureLength) 字节的 base64",
                    en: "must be base64 of at most \(maximumSignatureLength) bytes"
                )
            )
        }
        guard problems.isEmpty, let algorithm, let keyID, let signature else { return .refused(problems) }
        return .raw(algorithm, keyID: keyID, certificate: collected.certificate, signature: signature)
    }

    private static func cms(_ collected: Collected, _ encoded: [UInt8]) -> SignatureFields {
        // The SignedData names signer and algorithm itself; a second statement beside it would be unsigned.
        let extra: [(String, [UInt8]?)] = [
            (SignatureHeader.algorithm, collected.algorithm), (SignatureHeader.keyID, collected.keyID),
            (SignatureHeader.certificate, collected.certificate),
        ]
        var problems = extra.filter { $0.1 != nil }.map {
            malformed($0.0, zh: "cms 形式不得带此消息头", en: "must not stand beside the cms form")
        }
        let document = Base64.decode(encoded, limit: maximumDocumentLength)
        if document == nil || document?.isEmpty == true {
            problems.append(
                malformed(
                    SignatureHeader.signature,
                    zh: "须为至多 \(maximumDocumentLength) 字节的 base64",
                    en: "must be base64 of at most \(maximumDocumentLength) bytes"
                )
            )
        }
        guard problems.isEmpty, let document else { return .refused(problems) }
        return .cms(document: document)
    }

    private static func missing(form: Bool) -> Problem {
        let header = form ? SignatureHeader.form : SignatureHeader.signature
        return Problem(
            .signatureMissing,
            at: pointer(header),
            rule: "trust.signature.present",
            zh: "缺少签名（消息头 \(header)）",
            en: "the record is not signed (header \(header) is missing)"
        )
    }

    fileprivate static func malformed(_ header: String, zh: String, en: String) -> Problem {
        Problem(
            .signatureMalformed,
            at: pointer(header),
            rule: "trust.signature.form",
            zh: "消息头 \(header) \(zh)",
            en: "header \(header) \(en)"
        )
    }

    private static func pointer(_ header: String) -> String {
        "/@attributes/" + (header.hasPrefix("ce_") ? String(header.dropFirst(3)) : header)
    }
}

/// The values of the signature headers as they come.
private struct Collected {
    var form: [UInt8]?
    var algorithm: [UInt8]?
    var keyID: [UInt8]?
    var certificate: [UInt8]?
    var signature: [UInt8]?

    /// Takes the value of `header` into `field`; a null or a second value is a problem.
    static func set(_ field: inout [UInt8]?, _ header: RecordHeader, _ problems: inout [Problem]) {
        guard let value = header.value else {
            problems.append(SignatureFields.malformed(header.name, zh: "不得为空值", en: "must not be null"))
            return
        }
        guard field == nil else {
            problems.append(SignatureFields.malformed(header.name, zh: "出现多次", en: "occurs more than once"))
            return
        }
        field = value
    }
}
