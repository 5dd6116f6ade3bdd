package import Core
import Foundation
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
        let key = try SigningKey.load(contentsOfFile: settings.key)
        let form: SignatureForm =
            switch settings.form {
            case "cms": .cms(includesCertificate: attachesCertificate, signedAttributes: true)
            case "batch": .batch(attachesCertificate: attachesCertificate)
            default: .raw(attachesCertificate: attachesCertificate)
            }
        return try EventSigner(
            key: key,
            certificate: certificate(settings.certificate),
            form: form,
            algorithm: settings.algorithm.flatMap { SignatureAlgorithm(rawValue: $0) }
        )
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

    /// The faults of the configured keys: unreadable, mismatched, or of a certificate that would not be accepted now.
    ///
    /// - Parameter trust: the recognised authorities; nil when they cannot be read, so that chains cannot be judged.
    package static func problems(
        _ sources: ArtifactSources,
        _ trust: TrustStore?,
        at now: Instant
    ) -> [ConfigurationProblem] {
        sources.keys.sorted { $0.key < $1.key }.flatMap { platform, settings -> [ConfigurationProblem] in
            let place = "keys.\(platform)"
            do throws(TrustFailure) {
                _ = try signer(settings)
                guard let trust else { return [] }
                let verdict = trust.verify(try certificate(settings.certificate), for: .platformSigning, at: now)
                guard case .refused(let problems) = verdict else { return [] }
                return problems.map { problem(sources.file, "\(place).certificate", $0.message) }
            } catch {
                return [problem(sources.file, place, error.message)]
            }
        }
    }

    private static func problem(_ file: String, _ key: String, _ message: BilingualText) -> ConfigurationProblem {
        ConfigurationProblem(.invalid, file: file, key: key, zh: message.zh, en: message.en)
    }
}
