import Core
import Trust

/// `hutong keys csr`: a certification request (PKCS#10) for a key.
package enum KeysCSRCommand: Command {
    static let subject = OptionDeclaration(
        "subject",
        .text(placeholder: "NAME"),
        required: true,
        zh: "主体，形如 /C=CN/O=单位/CN=名称",
        en: "subject, of the form /C=CN/O=Organisation/CN=Name"
    )
    static let code = OptionDeclaration(
        "code",
        .text(placeholder: "USCC"),
        zh: "单位的统一社会信用代码",
        en: "unified social credit code of the organisation"
    )
    static let place = OptionDeclaration(
        "code-in",
        .choice(CertificateRequest.CodePlace.allCases.map(\.rawValue)),
        default: CertificateRequest.CodePlace.extension.rawValue,
        zh: "代码的位置：扩展 1.2.156.10260.4.1.4、主体属性 organizationIdentifier，或两处",
        en: "where the code stands: extension 1.2.156.10260.4.1.4, subject attribute organizationIdentifier, or both"
    )
    static let output = OptionDeclaration(
        "out",
        .path(placeholder: "F"),
        zh: "写入文件（默认标准输出）",
        en: "write to a file (default standard output)"
    )

    package static let declaration = CommandDeclaration(
        "keys",
        "csr",
        zh: "为私钥生成证书请求（PKCS#10）",
        en: "make a certification request (PKCS#10) for a key",
        discussion: BilingualText(
            zh: "SM2 请求以标准标识 1234567812345678 签名；核验：openssl req -verify -vfyopt distid:1234567812345678。",
            en: "SM2 requests are signed under the standard id: openssl req -verify -vfyopt distid:1234567812345678."
        ),
        options: [KeyOptions.key, KeyOptions.passphrase, subject, code, place, output, KeyOptions.configuration]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        guard let name = SubjectName(arguments[subject] ?? "") else {
            throw CommandFailure(
                .usage,
                zh: "--subject \(SubjectName.rule.zh)",
                en: "--subject \(SubjectName.rule.en)"
            )
        }
        try KeyOptions.applyLibrarySettings(arguments, on: console)
        let source = try KeyOptions.source(arguments, on: console)
        let location = KeyLocation(arguments[KeyOptions.key] ?? "", absolute: console.resolve)
        let pem = try KeyOptions.trying { () throws(TrustFailure) in
            let request = try CertificateRequest(
                subject: name,
                code: arguments[code],
                place: arguments[place].flatMap { CertificateRequest.CodePlace(rawValue: $0) } ?? .extension
            )
            return try request.pem(signedWith: KeyMaterial.load(location, passphrase: source).key)
        }
        if let file = arguments[output] {
            try DevelopmentFile.write(Array(pem.utf8), to: console.resolve(file))
            return .success
        }
        switch console.format {
        case .text:
            console.streams.write(Array(pem.utf8))
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("request", pem)
            writer.endObject()
            console.print(bytes: writer.bytes)
        }
        return .success
    }
}
