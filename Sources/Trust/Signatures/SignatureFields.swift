import Core

/// The signature headers of one record, each at most once and of its form; nothing of it is verified.
enum SignatureFields {
    /// Longest `raw` signature in bytes: RSA of 8192 bits.
    static let maximumSignatureLength = 1024
    /// Longest CMS document in bytes.
    static let maximumDocumentLength = 64 << 10
    /// Longest time stamp in bytes.
    static let maximumStampLength = 32 << 10

    /// `ce_sigform: raw`.
    case raw(Bare)
    /// `ce_sigform: cms`; the DER of the SignedData.
    case cms(document: [UInt8])
    /// `ce_sigform: batch`; `stamp` is base64 text still.
    case batch(Bare, BatchPlace, stamp: [UInt8]?)
    /// The headers do not make a signature.
    case refused([Problem])

    /// A bare signature and what it refers to.
    struct Bare {
        /// The algorithm.
        let algorithm: SignatureAlgorithm
        /// Thumbprint of the signer's certificate.
        let keyID: CertificateThumbprint
        /// The certificate in base64, where it is sent along.
        let certificate: [UInt8]?
        /// The signature.
        let signature: [UInt8]
    }

    /// Reads them from `headers`, reporting every fault.
    init(_ headers: [RecordHeader]) {
        var collected = Collected()
        var problems: [Problem] = []
        // By index: most headers are none of these, and of those only a few bytes of the name are looked at.
        for index in headers.indices where SignatureFields.isSignatureHeader(headers[index].name) {
            let header = headers[index]
            switch header.name {
            case SignatureHeader.form: Collected.set(&collected.form, header, &problems)
            case SignatureHeader.algorithm: Collected.set(&collected.algorithm, header, &problems)
            case SignatureHeader.keyID: Collected.set(&collected.keyID, header, &problems)
            case SignatureHeader.certificate: Collected.set(&collected.certificate, header, &problems)
            case SignatureHeader.signature: Collected.set(&collected.signature, header, &problems)
            case SignatureHeader.batch: Collected.set(&collected.batch, header, &problems)
            case SignatureHeader.path: Collected.set(&collected.path, header, &problems)
            case SignatureHeader.stamp: Collected.set(&collected.stamp, header, &problems)
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
        } else if form.elementsEqual("batch".utf8) {
            self = SignatureFields.batch(collected, signature)
        } else {
            self = .refused([
                SignatureFields.malformed(
                    SignatureHeader.form,
                    zh: "须为 raw、cms 或 batch",
                    en: "must be raw, cms or batch"
                )
            ])
        }
    }

    private static func raw(_ collected: Collected, _ encoded: [UInt8]) -> SignatureFields {
        var problems = collected.isOfBatch ? excess(collected.ofBatch, beside: "raw") : []
        let bare = bare(collected, encoded, form: "raw", &problems)
        guard problems.isEmpty, let bare else { return .refused(problems) }
        return .raw(bare)
    }

    private static func batch(_ collected: Collected, _ encoded: [UInt8]) -> SignatureFields {
        var problems: [Problem] = []
        let bare = bare(collected, encoded, form: "batch", &problems)
        let place = collected.batch.flatMap { BatchPlace($0, path: collected.path) }
        if place == nil {
            problems.append(
                malformed(
                    SignatureHeader.batch,
                    zh: "须为 count=…;index=…;created=…;root=…，且 \(SignatureHeader.path) 恰为该位置的路径",
                    en:
                        "must be count=…;index=…;created=…;root=…, and \(SignatureHeader.path) exactly the path of that "
                        + "place"
                )
            )
        }
        guard problems.isEmpty, let bare, let place else { return .refused(problems) }
        return .batch(bare, place, stamp: collected.stamp)
    }

    /// Headers of another form: what they say would be neither read nor signed.
    private static func excess(_ headers: [(String, [UInt8]?)], beside form: String) -> [Problem] {
        headers.filter { $0.1 != nil }.map {
            malformed($0.0, zh: "\(form) 形式不得带此消息头", en: "must not stand beside the \(form) form")
        }
    }

    private static func bare(
        _ collected: Collected,
        _ encoded: [UInt8],
        form: String,
        _ problems: inout [Problem]
    ) -> Bare? {
        let algorithm = collected.algorithm.flatMap(algorithm)
        if algorithm == nil {
            let names = SignatureAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
            problems.append(
                collected.algorithm == nil
                    ? malformed(
                        SignatureHeader.algorithm,
                        zh: "\(form) 形式须带此消息头",
                        en: "is needed for the \(form) form"
                    )
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
        guard let algorithm, let keyID, let signature else { return nil }
        return Bare(
            algorithm: algorithm,
            keyID: keyID,
            certificate: collected.certificate,
            signature: signature
        )
    }

    /// The algorithm with this name.
    private static func algorithm(_ name: [UInt8]) -> SignatureAlgorithm? {
        algorithms.first { $0.name == name }?.algorithm
    }

    /// True when `name` begins as all signature headers do.
    private static func isSignatureHeader(_ name: String) -> Bool {
        let (name, prefix) = (name.utf8Span.span, prefix.span)
        guard name.count > prefix.count else { return false }
        for index in prefix.indices where name[index] != prefix[index] { return false }
        return true
    }

    private static let algorithms = SignatureAlgorithm.allCases.map { (name: Array($0.rawValue.utf8), algorithm: $0) }
    private static let prefix = Array(SignatureHeader.prefix.utf8)

    private static func cms(_ collected: Collected, _ encoded: [UInt8]) -> SignatureFields {
        // The SignedData names signer and algorithm itself; a second statement beside it would be unsigned.
        let extra: [(String, [UInt8]?)] = [
            (SignatureHeader.algorithm, collected.algorithm), (SignatureHeader.keyID, collected.keyID),
            (SignatureHeader.certificate, collected.certificate),
        ]
        var problems = excess(extra + collected.ofBatch, beside: "cms")
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
    var batch: [UInt8]?
    var path: [UInt8]?
    var stamp: [UInt8]?

    /// True when there is a header that only the form `batch` has.
    var isOfBatch: Bool { batch != nil || path != nil || stamp != nil }

    /// The headers that only the form `batch` has.
    var ofBatch: [(String, [UInt8]?)] {
        [(SignatureHeader.batch, batch), (SignatureHeader.path, path), (SignatureHeader.stamp, stamp)]
    }

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
