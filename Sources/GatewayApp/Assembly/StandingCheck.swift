package import Core
import RoutingPolicy
import Trust

/// Whether the certificates that an exchange runs with stand under its trust list now: those of the registered platforms
/// and that of the gateway's seal.
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
        platformProblems(artifacts, sources, at: now) + gatewayProblems(artifacts, sources, at: now)
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
                let verdict = artifacts.trust.verify(certificate, for: .platformSigning, at: now).verdict
                guard case .refused(let found) = verdict else { continue }
                // Whether revocation data are at hand is a question to the running gateway.
                for problem in found where problem.code != .revocationUnavailable {
                    problems.append(
                        ConfigurationProblem(
                            .invalid,
                            file: sources.registry ?? sources.file,
                            key: "platforms[\(index)].certificates",
                            zh: problem.message.zh,
                            en: problem.message.en
                        )
                    )
                }
            }
        }
        return problems
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
