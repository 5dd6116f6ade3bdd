import Core
import Trust

/// What `keys show` says of one key.
struct KeyReport {
    private let platform: String?
    private let location: String
    private let kind: String
    private let publicKey: String
    private let certificate: Certificate?
    private let now: Instant

    /// Loads the key of `settings` and the certificate that is named or stands beside it.
    ///
    /// - Throws: ``CommandFailure`` when one of them cannot be used or they do not belong together.
    init(platform: String?, _ settings: SigningKeySettings, at now: Instant) throws(CommandFailure) {
        self.platform = platform
        self.now = now
        location = settings.key.description
        (kind, publicKey, certificate) = try KeyOptions.trying { () throws(TrustFailure) in
            if settings.certificate != nil {
                let (key, certificate) = try SigningKeys.pair(
                    settings.key,
                    certificate: settings.certificate,
                    passphrase: settings.passphrase
                )
                return (key.kind.name, try key.publicKeyDigest(), certificate)
            }
            let material = try KeyMaterial.load(settings.key, passphrase: settings.passphrase)
            return (material.key.kind.name, try material.key.publicKeyDigest(), material.certificate)
        }
    }

    /// Whole days until the certificate ends; negative when it has ended.
    private func daysLeft(_ certificate: Certificate) -> Int {
        let milliseconds = certificate.notAfter.milliseconds - now.milliseconds
        return Int((Double(milliseconds) / 86_400_000).rounded(.down))
    }

    /// For a person.
    func lines(in language: Language) -> [String] {
        func line(_ zh: String, _ en: String, _ value: String) -> [String] { [language == .zh ? zh : en, value] }
        var rows: [[String]] = []
        if let platform { rows.append(line("平台", "platform", platform)) }
        rows.append(line("密钥", "key", location))
        rows.append(line("种类", "kind", kind))
        rows.append(line("公钥", "public key", publicKey))
        guard let certificate else {
            rows.append(line("证书", "certificate", language == .zh ? "无" : "none"))
            return TextTable.lines(rows)
        }
        let code = certificate.usualOrganisationCode
        let days = daysLeft(certificate)
        rows.append(line("密钥标识", "key id", certificate.thumbprint.keyID))
        rows.append(line("证书主体", "subject", certificate.subject))
        rows.append(line("颁发者", "issuer", certificate.issuer))
        rows.append(line("序列号", "serial", certificate.serial))
        rows.append(line("统一社会信用代码", "credit code", code ?? (language == .zh ? "无" : "none")))
        rows.append(line("有效期起", "valid from", certificate.notBefore.rfc3339))
        rows.append(line("有效期止", "valid until", certificate.notAfter.rfc3339))
        rows.append(line("剩余天数", "days left", String(days)))
        return TextTable.lines(rows)
    }

    /// For a program.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("platform", platform)
        writer.member("key", location)
        writer.member("kind", kind)
        writer.member("publicKey", publicKey)
        writer.key("certificate")
        if let certificate {
            writer.beginObject()
            writer.member("keyid", certificate.thumbprint.keyID)
            writer.member("thumbprint", String(certificate.thumbprint.keyID.dropFirst(8)))
            writer.member("subject", certificate.subject)
            writer.member("issuer", certificate.issuer)
            writer.member("serial", certificate.serial)
            writer.member("code", certificate.usualOrganisationCode)
            writer.member("notBefore", certificate.notBefore.rfc3339)
            writer.member("notAfter", certificate.notAfter.rfc3339)
            writer.member("daysLeft", daysLeft(certificate))
            writer.endObject()
        } else {
            writer.null()
        }
        writer.endObject()
    }
}
