import Core
import Foundation
import Pipeline
import RoutingPolicy
import Trust

/// Reads the certificates of the natural persons whom a registry binds to its platforms.
enum RegisteredPersons {
    /// The persons of all platforms; a certificate that cannot be read is a problem of the registry.
    ///
    /// - Parameter file: path of the registry, from whose directory relative paths start.
    static func bindings(
        of registry: Registry,
        file: String,
        _ problems: inout [ConfigurationProblem]
    ) -> PersonBindings {
        var bindings = PersonBindings()
        for (index, platform) in registry.platforms.enumerated() {
            for (position, person) in platform.persons.enumerated() {
                let key = "platforms[\(index)].persons[\(position)].certificate"
                switch thumbprint(of: person, file: file, key: key) {
                case .success(let thumbprint):
                    bindings.bind(thumbprint, to: platform.id, for: person.scenes)
                case .failure(let problem):
                    problems.append(problem)
                }
            }
        }
        return bindings
    }

    /// The certificate of `person` where the registry names a file that can be read; nil where it names a key id.
    static func certificate(of person: RegisteredPerson, registry file: String) -> Certificate? {
        guard case .file(let path) = person.certificate else { return nil }
        return try? SigningKeys.certificate(FilePath.absolute(path, in: FilePath.parent(of: file)))
    }

    private static func thumbprint(
        of person: RegisteredPerson,
        file: String,
        key: String
    ) -> Result<CertificateThumbprint, ConfigurationProblem> {
        switch person.certificate {
        case .keyID(let text):
            guard let thumbprint = CertificateThumbprint(keyID: text.utf8) else {
                return .failure(
                    ConfigurationProblem(.invalid, file: file, key: key, zh: "不是证书指纹", en: "is no thumbprint")
                )
            }
            return .success(thumbprint)
        case .file(let path):
            return RegistryFile.text(path, of: file, at: key).flatMap { text in
                let found = Certificate.certificates(pem: text)
                guard let found, found.count == 1, let certificate = found.first else {
                    return .failure(
                        ConfigurationProblem(
                            .invalid,
                            file: file,
                            key: key,
                            zh: "\(path) 须恰含一张 PEM 证书",
                            en: "\(path) must hold exactly one PEM certificate"
                        )
                    )
                }
                return .success(certificate.thumbprint)
            }
        }
    }
}
