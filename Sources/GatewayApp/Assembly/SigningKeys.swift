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
            settings.form == "cms"
            ? .cms(includesCertificate: attachesCertificate, signedAttributes: true)
            : .raw(attachesCertificate: attachesCertificate)
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
            throw TrustFailure(.unreadable, "the certificate file \(path) cannot be read")
        }
        guard let certificate = Certificate.certificates(pem: String(decoding: data, as: UTF8.self))?.first else {
            throw TrustFailure(.malformed, "\(path) holds no readable PEM certificate")
        }
        return certificate
    }

    /// The faults of the configured keys: unreadable, mismatched, or of a certificate that would not be accepted now.
    package static func problems(
        _ configuration: GatewayConfiguration,
        _ artifacts: GatewayArtifacts,
        at now: Instant
    ) -> [ConfigurationProblem] {
        configuration.keys.sorted { $0.key < $1.key }.flatMap { platform, settings -> [ConfigurationProblem] in
            let place = "keys.\(platform)"
            do throws(TrustFailure) {
                _ = try signer(settings)
                let leaf = try certificate(settings.certificate)
                return certificateProblems(leaf, of: platform, at: place, configuration, artifacts, now)
            } catch {
                return [
                    ConfigurationProblem(
                        .invalid,
                        file: configuration.file,
                        key: place,
                        zh: error.detail,
                        en: error.detail
                    )
                ]
            }
        }
    }

    private static func certificateProblems(
        _ leaf: Certificate,
        of platform: String,
        at place: String,
        _ configuration: GatewayConfiguration,
        _ artifacts: GatewayArtifacts,
        _ now: Instant
    ) -> [ConfigurationProblem] {
        let key = "\(place).certificate"
        switch artifacts.trust.verify(leaf, for: .platformSigning, at: now) {
        case .refused(let problems):
            return problems.map { problem in
                ConfigurationProblem(
                    .invalid,
                    file: configuration.file,
                    key: key,
                    zh: problem.message.zh,
                    en: problem.message.en
                )
            }
        case .verified:
            return []
        }
    }
}
