import Core
import RoutingPolicy
import Trust

/// Reads the certificates for which content may be encrypted, as a registry names them.
enum RegisteredEncryption {
    /// Those of all platforms by registry id; one that cannot be read, encrypts nothing, or stands under two platforms is a
    /// problem of the registry: it would be a second reader.
    ///
    /// - Parameter file: path of the registry, from whose directory relative paths start.
    static func certificates(
        of registry: Registry,
        file: String,
        _ problems: inout [ConfigurationProblem]
    ) -> [String: [Certificate]] {
        var certificates: [String: [Certificate]] = [:]
        var owners: [CertificateThumbprint: String] = [:]
        for (index, platform) in registry.platforms.enumerated() {
            for (position, path) in platform.encryptionCertificates.enumerated() {
                let key = "platforms[\(index)].encryptionCertificates[\(position)]"
                func report(_ code: ConfigurationProblem.Code, zh: String, en: String) {
                    problems.append(ConfigurationProblem(code, file: file, key: key, zh: zh, en: en))
                }
                let text: String
                switch RegistryFile.text(path, of: file, at: key) {
                case .success(let read): text = read
                case .failure(let problem):
                    problems.append(problem)
                    continue
                }
                guard let found = Certificate.certificates(pem: text), found.count == 1, let certificate = found.first
                else {
                    report(
                        .invalid,
                        zh: "\(path) 须恰含一张 PEM 证书",
                        en: "\(path) must hold exactly one PEM certificate"
                    )
                    continue
                }
                if !certificate.mayEncrypt {
                    report(
                        .invalid,
                        zh: "\(path) 中的证书不用于加密",
                        en: "the certificate in \(path) is not for encryption"
                    )
                }
                if let other = owners.updateValue(platform.id, forKey: certificate.thumbprint), other != platform.id {
                    report(
                        .duplicate,
                        zh: "该加密证书也登记在平台 \(other) 名下",
                        en: "the certificate is registered for \(other) as well"
                    )
                }
                certificates[platform.id, default: []].append(certificate)
            }
        }
        return certificates
    }
}
