package import Core
import Pipeline
import RoutingPolicy
import Trust

/// Whether the certificates that an exchange runs with stand under its trust list now: those of the registered platforms
/// and their persons, and that of the gateway's seal; and whether the recognised authorities have certificates in force.
///
/// For `hutong check` alone. A gateway starts all the same: what a suspension makes unusable is refused record by record,
/// and everybody else's traffic goes on.
package enum StandingCheck {
    /// Everything that speaks against the certificates of `artifacts` at `now`.
    package static func problems(
        _ artifacts: GatewayArtifacts,
        _ sources: ArtifactSources,
        at now: Instant
    ) -> [ConfigurationProblem] {
        authorityProblems(artifacts, sources, at: now) + platformProblems(artifacts, sources, at: now)
            + personProblems(artifacts, sources, at: now) + gatewayProblems(artifacts, sources, at: now)
    }

    /// What speaks against `certificate` being used at `now`; nothing where it only has to be seen whether revocation data
    /// are at hand, which is a question to the running gateway.
    ///
    /// - Parameter body: 统一社会信用代码 that it must name; nil where the registry alone says whose it is.
    static func faults(
        of certificate: Certificate,
        for use: TrustAuthority.Use,
        body: String?,
        by trust: TrustStore,
        at now: Instant
    ) -> [BilingualText] {
        switch trust.verify(certificate, for: use, at: now).verdict {
        case .refused(let problems):
            return problems.filter { $0.code != .revocationUnavailable }.map(\.message)
        case .verified(let chain):
            return body.flatMap { chain.strangeness(to: $0) }.map { [$0.message] } ?? []
        }
    }

    /// An authority that is recognised now while every certificate of it has ended: nothing under it counts.
    private static func authorityProblems(
        _ artifacts: GatewayArtifacts,
        _ sources: ArtifactSources,
        at now: Instant
    ) -> [ConfigurationProblem] {
        artifacts.trust.authorities.enumerated().compactMap { index, authority in
            guard authority.status(at: now) == .recognised, let last = authority.certificates.map(\.notAfter).max(),
                last <= now
            else { return nil }
            return ConfigurationProblem(
                .invalid,
                file: sources.trustList ?? sources.file,
                key: "authorities[\(index)].certificates",
                zh: "机构 \(authority.name.zh)（\(authority.id)）现获互认，但其证书均已过期，最后一张止于 \(last.rfc3339)",
                en:
                    "\(authority.name.en) (\(authority.id)) is recognised now, but all its certificates have expired, the "
                    + "last at \(last.rfc3339)"
            )
        }
    }

    private static func personProblems(
        _ artifacts: GatewayArtifacts,
        _ sources: ArtifactSources,
        at now: Instant
    ) -> [ConfigurationProblem] {
        let file = sources.registry ?? sources.file
        return artifacts.policy.registry.platforms.enumerated().flatMap { index, platform in
            platform.persons.enumerated().flatMap { position, person -> [ConfigurationProblem] in
                guard let certificate = RegisteredPersons.certificate(of: person, registry: file),
                    now < certificate.notAfter
                else { return [] }
                return faults(of: certificate, for: .personalSigning, body: nil, by: artifacts.trust, at: now).map {
                    ConfigurationProblem(
                        .invalid,
                        file: file,
                        key: "platforms[\(index)].persons[\(position)].certificate",
                        zh: $0.zh,
                        en: $0.en
                    )
                }
            }
        }
    }

    private static func platformProblems(
        _ artifacts: GatewayArtifacts,
        _ sources: ArtifactSources,
        at now: Instant
    ) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        for (index, platform) in artifacts.policy.registry.platforms.enumerated() {
            let certificates = artifacts.certificates[platform.id]?.values.sorted { $0.serial < $1.serial } ?? []
            // One that has expired is kept for the records of its time.
            for certificate in certificates where now < certificate.notAfter {
                let body = artifacts.persons.names(certificate.thumbprint, of: platform.id) ? nil : platform.body
                for fault in faults(of: certificate, for: .platformSigning, body: body, by: artifacts.trust, at: now) {
                    problems.append(
                        ConfigurationProblem(
                            .invalid,
                            file: sources.registry ?? sources.file,
                            key: "platforms[\(index)].certificates",
                            zh: fault.zh,
                            en: fault.en
                        )
                    )
                }
            }
        }
        return problems + encryptionProblems(artifacts, sources, at: now)
    }

    /// Certificates for which nobody may encrypt although they have not ended, and who takes encrypted content and has none
    /// in force.
    private static func encryptionProblems(
        _ artifacts: GatewayArtifacts,
        _ sources: ArtifactSources,
        at now: Instant
    ) -> [ConfigurationProblem] {
        let file = sources.registry ?? sources.file
        return artifacts.policy.registry.platforms.enumerated().flatMap { index, platform in
            let key = "platforms[\(index)].encryptionCertificates"
            let certificates = artifacts.encryption[platform.id, default: []]
            var problems = certificates.enumerated().flatMap { position, certificate -> [ConfigurationProblem] in
                // One that is over stands until its last ciphertext is read, one to come until its day.
                guard now < certificate.notAfter else { return [] }
                return faults(
                    of: certificate,
                    for: .encryption,
                    body: platform.body,
                    by: artifacts.trust,
                    at: max(now, certificate.notBefore)
                ).map { ConfigurationProblem(.invalid, file: file, key: "\(key)[\(position)]", zh: $0.zh, en: $0.en) }
            }
            if platform.acceptsEncrypted, !certificates.contains(where: { $0.isValid(at: now) }) {
                problems.append(
                    ConfigurationProblem(
                        .invalid,
                        file: file,
                        key: key,
                        zh: "平台 \(platform.id) 没有现在有效的加密证书",
                        en: "\(platform.id) has no certificate for encryption that is valid now"
                    )
                )
            }
            return problems
        }
    }

    private static func gatewayProblems(
        _ artifacts: GatewayArtifacts,
        _ sources: ArtifactSources,
        at now: Instant
    ) -> [ConfigurationProblem] {
        guard let sealer = artifacts.sealer else { return [] }
        let isListed = artifacts.trust.list.gateways.contains { gateway in
            gateway.id == sealer.gateway && gateway.isRecognised(at: now)
                && gateway.certificates.contains { $0.thumbprint == sealer.certificate.thumbprint }
        }
        if isListed { return [] }
        let serial = artifacts.trust.serial
        return [
            ConfigurationProblem(
                .invalid,
                file: sources.file,
                key: "seal",
                zh: "信任列表第 \(serial) 号没有以证书 \(sealer.certificate.subject)（\(sealer.certificate.thumbprint)）"
                    + "封签且现在有效的网关 \(sealer.gateway)",
                en: "trust list \(serial) has no gateway \(sealer.gateway) that counts now and seals with "
                    + "\(sealer.certificate.subject) (\(sealer.certificate.thumbprint))"
            )
        ]
    }
}
