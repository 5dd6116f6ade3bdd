package import RoutingPolicy
package import Trust

/// Which natural persons' certificates act for which platform, and for what; made from the registry alone.
package struct PersonBindings: Sendable {
    private struct Key: Hashable {
        let platform: String
        let scene: UsageScene
    }

    private var byScene: [Key: Set<CertificateThumbprint>] = [:]
    private var byPlatform: [String: Set<CertificateThumbprint>] = [:]

    /// No persons.
    package init() {}

    /// Binds `certificate` to `platform` for `scenes`.
    package mutating func bind(_ certificate: CertificateThumbprint, to platform: String, for scenes: Set<UsageScene>) {
        byPlatform[platform, default: []].insert(certificate)
        for scene in scenes { byScene[Key(platform: platform, scene: scene), default: []].insert(certificate) }
    }

    /// The certificates that may be used for `scene` in the name of `platform`.
    package func certificates(of platform: String, for scene: UsageScene) -> Set<CertificateThumbprint> {
        byScene[Key(platform: platform, scene: scene)] ?? []
    }

    /// True when `certificate` is that of a person of `platform`, whatever it may be used for.
    package func names(_ certificate: CertificateThumbprint, of platform: String) -> Bool {
        byPlatform[platform]?.contains(certificate) == true
    }
}
