package import Core
import Foundation
import Pipeline
import RoutingPolicy
package import Trust

/// Loads the signing keys of the configuration for `publish`, `sign` and `check`.
package enum SigningKeys {
    /// The signer of a platform.
    ///
    /// - Parameters:
    ///   - attachesCertificate: true puts the certificate into each event; false relies on the registry.
    /// - Throws: ``TrustFailure`` saying which file cannot be used, or what does not fit together.
    package static func signer(
        _ settings: SigningKeySettings,
        attachesCertificate: Bool = true
    ) throws(TrustFailure) -> EventSigner {
        let (key, certificate) = try pair(
            settings.key,
            certificate: settings.certificate,
            passphrase: settings.passphrase
        )
        let form: SignatureForm =
            switch settings.form {
            case "cms": .cms(includesCertificate: attachesCertificate, signedAttributes: true)
            case "batch": .batch(attachesCertificate: attachesCertificate)
            default: .raw(attachesCertificate: attachesCertificate)
            }
        return try EventSigner(
            key: key,
            certificate: certificate,
            form: form,
            algorithm: settings.algorithm.flatMap { SignatureAlgorithm(rawValue: $0) }
        )
    }

    /// The key and its certificate, which belong together.
    ///
    /// - Throws: ``TrustFailure`` saying which of them cannot be used.
    package static func pair(
        _ location: KeyLocation,
        certificate path: String?,
        passphrase: SecretSource?
    ) throws(TrustFailure) -> (key: SigningKey, certificate: Certificate) {
        let material = try KeyMaterial.load(location, passphrase: passphrase)
        guard let path else {
            if let certificate = material.certificate { return (material.key, certificate) }
            throw TrustFailure(
                .mismatch,
                zh: "密钥 \(location) 旁没有与之匹配的证书；请用 certificate 指明",
                en: "no certificate of the key stands beside \(location); name one with 'certificate'"
            )
        }
        let certificate = try certificate(path)
        guard material.key.matches(certificate) else {
            throw TrustFailure(
                .mismatch,
                zh: "私钥与证书不匹配：\(location)，\(path)（\(certificate.subject)）",
                en: "the key \(location) does not belong to the certificate \(path) (\(certificate.subject))"
            )
        }
        return (material.key, certificate)
    }

    /// The first certificate in a PEM file.
    ///
    /// - Throws: ``TrustFailure`` when there is none.
    package static func certificate(_ path: String) throws(TrustFailure) -> Certificate {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TrustFailure(.unreadable, zh: "无法读取证书文件 \(path)", en: "the certificate file \(path) cannot be read")
        }
        guard let certificate = Certificate.certificates(pem: String(decoding: data, as: UTF8.self))?.first else {
            throw TrustFailure(
                .malformed,
                zh: "\(path) 中没有可读的 PEM 证书",
                en: "\(path) holds no readable PEM certificate"
            )
        }
        return certificate
    }

    /// The faults of the configured keys: unreadable, mismatched, or of a certificate that would not be accepted now as
    /// that of the platform.
    ///
    /// - Parameters:
    ///   - trust: the recognised authorities; nil when they cannot be read, so that chains cannot be judged.
    ///   - artifacts: whose bodies and persons the platforms have; nil when that cannot be read.
    package static func problems(
        _ sources: ArtifactSources,
        _ trust: TrustStore?,
        _ artifacts: GatewayArtifacts? = nil,
        at now: Instant
    ) -> [ConfigurationProblem] {
        sources.keys.sorted { $0.key < $1.key }.flatMap { platform, settings -> [ConfigurationProblem] in
            let place = "keys.\(platform)"
            do throws(TrustFailure) {
                let (_, certificate) = try pair(
                    settings.key,
                    certificate: settings.certificate,
                    passphrase: settings.passphrase
                )
                guard let trust else { return [] }
                let persons = artifacts?.persons.certificates(of: platform, for: .messageSignature)
                let isPerson = persons?.contains(certificate.thumbprint) == true
                return StandingCheck.faults(
                    of: certificate,
                    for: isPerson ? .personalSigning : .platformSigning,
                    body: isPerson ? nil : artifacts?.policy.registry[platform]?.body,
                    by: trust,
                    at: now
                ).map { problem(sources.file, "\(place).certificate", $0) }
            } catch {
                return [problem(sources.file, place, error.message)]
            }
        }
    }

    private static func problem(_ file: String, _ key: String, _ message: BilingualText) -> ConfigurationProblem {
        ConfigurationProblem(.invalid, file: file, key: key, zh: message.zh, en: message.en)
    }
}
