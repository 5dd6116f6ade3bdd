import Core
import Foundation
import RoutingPolicy
import Trust

/// The certificates that speak for each platform, as a registry names them: its own, and those of the persons who sign its
/// submissions. One certificate speaks for one platform (docs/specs/policy.md §2, `identities.separate`).
///
/// A person who only approves ([topics.md] §11) speaks for nobody's submissions and is not among them.
enum RegisteredIdentities {
    /// A certificate, and where the registry names it.
    struct Identity {
        /// Its thumbprint, or the path of a file that cannot be read.
        let name: String
        /// `certificates[0]`, `persons[1].certificate`
        let key: String
    }

    /// Those of `platform`, in the order of its entry.
    ///
    /// - Parameter directory: where relative paths start.
    static func identities(of platform: RegisteredPlatform, in directory: String) -> [Identity] {
        let own = platform.certificates.enumerated().flatMap { position, path in
            names(ofFile: FilePath.absolute(path, in: directory)).map {
                Identity(name: $0, key: "certificates[\(position)]")
            }
        }
        let persons = platform.persons.enumerated().filter { $0.element.scenes.contains(.messageSignature) }.flatMap {
            position,
            person -> [Identity] in
            let found =
                switch person.certificate {
                case .keyID(let text): [text]
                case .file(let path): names(ofFile: FilePath.absolute(path, in: directory))
                }
            return found.map { Identity(name: $0, key: "persons[\(position)].certificate") }
        }
        return own + persons
    }

    /// The paths of the files that hold them.
    static func files(of platform: RegisteredPlatform, in directory: String) -> [String] {
        let persons = platform.persons.filter { $0.scenes.contains(.messageSignature) }.compactMap {
            person -> String? in
            if case .file(let path) = person.certificate { path } else { nil }
        }
        return (platform.certificates + persons).map { FilePath.absolute($0, in: directory) }
    }

    /// The certificates that stand under two platforms, as mistakes of the registry `file`; those that cannot be read are
    /// told of elsewhere.
    static func problems(of registry: Registry, file: String) -> [ConfigurationProblem] {
        let directory = FilePath.parent(of: file)
        var first: [String: RegisteredPlatform] = [:]
        var problems: [ConfigurationProblem] = []
        for (index, platform) in registry.platforms.enumerated() {
            for identity in identities(of: platform, in: directory) {
                guard identity.name.hasPrefix(thumbprintPrefix) else { continue }
                guard let other = first[identity.name] else {
                    first[identity.name] = platform
                    continue
                }
                guard other.id != platform.id else { continue }
                problems.append(
                    ConfigurationProblem(
                        .duplicate,
                        file: file,
                        key: "platforms[\(index)].\(identity.key)",
                        zh: "该证书也登记在平台 \(other.id) 名下：一个证书不得用于两个平台",
                        en:
                            "the certificate is registered for \(other.id) as well: one certificate may not serve two platforms"
                    )
                )
            }
        }
        return problems
    }

    private static let thumbprintPrefix = "sha-256:"

    /// What tells the certificates of a file apart: their key ids, or the path of one that cannot be read.
    static func names(ofFile path: String) -> [String] {
        guard let data = FileManager.default.contents(atPath: path),
            let certificates = Certificate.certificates(pem: String(decoding: data, as: UTF8.self))
        else { return [path] }
        return certificates.map(\.thumbprint.keyID)
    }
}
