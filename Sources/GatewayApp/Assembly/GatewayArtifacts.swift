package import ContractEngine
package import Core
import Foundation
package import Pipeline
package import RoutingPolicy
package import Trust

/// Everything that a gateway loads before it starts: registry and flows, contracts, trust list, registered
/// certificates.
package struct GatewayArtifacts: Sendable {
    /// The platforms and who may send what to whom.
    package let policy: ExchangePolicy
    /// The contracts.
    package let contracts: ContractCatalog
    /// The views of the flow table, compiled against the contracts.
    package let views: ViewCatalog
    /// The dialects of recipients and of payloads that come astray.
    package let dialects: DialectCatalog
    /// The recognised certification authorities.
    package let trust: TrustStore
    /// The registered certificates of each platform.
    package let certificates: [String: [CertificateThumbprint: Certificate]]

    /// Artifacts that are already loaded.
    package init(
        policy: ExchangePolicy,
        contracts: ContractCatalog,
        views: ViewCatalog,
        dialects: DialectCatalog = DialectCatalog(),
        trust: TrustStore,
        certificates: [String: [CertificateThumbprint: Certificate]]
    ) {
        self.policy = policy
        self.contracts = contracts
        self.views = views
        self.dialects = dialects
        self.trust = trust
        self.certificates = certificates
    }

    /// Loads everything that `configuration` names.
    ///
    /// - Returns: the artifacts when there is no fault, and every fault of every file.
    package static func load(
        _ configuration: GatewayConfiguration
    ) -> (artifacts: GatewayArtifacts?, problems: [ConfigurationProblem]) {
        var problems: [ConfigurationProblem] = []
        let contracts = contracts(configuration, &problems)
        let trust = trust(configuration.trustList, &problems)
        let (registry, registryMistakes) = Registry.load(file: configuration.registry)
        let (flows, flowMistakes) = FlowTable.load(file: configuration.flows)
        problems += registryMistakes + flowMistakes
        var certificates: [String: [CertificateThumbprint: Certificate]] = [:]
        if let registry {
            problems += platformProblems(configuration, registry)
            certificates = registered(registry, file: configuration.registry, &problems)
        }
        var views: ViewCatalog?
        if let flows, let contracts {
            let (compiled, mistakes) = ViewCatalog.compile(flows, contracts: contracts, file: configuration.flows)
            views = compiled
            problems += mistakes
        }
        let dialects = contracts.flatMap { Self.dialects(configuration, $0, &problems) }
        if let registry, let contracts {
            problems += destinationProblems(registry, file: configuration.registry, contracts, dialects)
        }
        guard let registry, let flows, let contracts, let views, let dialects, let trust, problems.isEmpty else {
            return (nil, problems)
        }
        let artifacts = GatewayArtifacts(
            policy: ExchangePolicy(registry: registry, flows: flows),
            contracts: contracts,
            views: views,
            dialects: dialects,
            trust: trust,
            certificates: certificates
        )
        return (artifacts, [])
    }

    /// The contracts below a directory, with their mistakes as configuration problems.
    private static func contracts(
        _ configuration: GatewayConfiguration,
        _ problems: inout [ConfigurationProblem]
    ) -> ContractCatalog? {
        do throws(ContractLoadFailure) {
            return try ContractCatalog.load(from: configuration.contracts)
        } catch {
            problems += error.problems.map { problem in
                ConfigurationProblem(
                    .invalid,
                    file: FilePath.absolute(problem.file, in: configuration.contracts),
                    key: problem.key,
                    zh: problem.message.zh,
                    en: problem.message.en
                )
            }
            return nil
        }
    }

    /// The dialects beside the contracts, with their mistakes as configuration problems.
    private static func dialects(
        _ configuration: GatewayConfiguration,
        _ contracts: ContractCatalog,
        _ problems: inout [ConfigurationProblem]
    ) -> DialectCatalog? {
        do throws(ContractLoadFailure) {
            return try DialectCatalog.load(from: configuration.contracts, contracts: contracts)
        } catch {
            problems += error.problems.map { problem in
                ConfigurationProblem(
                    .invalid,
                    file: FilePath.absolute(problem.file, in: configuration.contracts),
                    key: problem.key,
                    zh: problem.message.zh,
                    en: problem.message.en
                )
            }
            return nil
        }
    }

    /// Dialects and profiles of recipients that are not there, and dialects that cannot be written.
    private static func destinationProblems(
        _ registry: Registry,
        file: String,
        _ contracts: ContractCatalog,
        _ dialects: DialectCatalog?
    ) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        for (index, platform) in registry.platforms.enumerated() {
            if let id = platform.dialect, let dialects, dialects[id]?.directions.contains(.write) != true {
                problems.append(
                    ConfigurationProblem(
                        .dangling,
                        file: file,
                        key: "platforms[\(index)].dialect",
                        zh: "没有可写出的方言 \(id)",
                        en: "there is no dialect \(id) that can be written"
                    )
                )
            }
            if let id = platform.profile, contracts.profile(id) == nil {
                problems.append(
                    ConfigurationProblem(
                        .dangling,
                        file: file,
                        key: "platforms[\(index)].profile",
                        zh: "没有规范细则 \(id)",
                        en: "there is no profile \(id)"
                    )
                )
            }
        }
        return problems
    }

    /// The trust list in `file`, with its faults as configuration problems.
    static func trust(_ file: String, _ problems: inout [ConfigurationProblem]) -> TrustStore? {
        do throws(TrustListProblems) {
            let list = try TrustList.load(contentsOfFile: file)
            do throws(TrustFailure) {
                return try TrustStore(list: list, generation: 1)
            } catch {
                problems.append(ConfigurationProblem(.invalid, file: file, zh: error.detail, en: error.detail))
            }
        } catch {
            problems += error.problems
        }
        return nil
    }

    /// The faults of the keys that name platforms.
    private static func platformProblems(
        _ configuration: GatewayConfiguration,
        _ registry: Registry
    ) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if let platform = registry[configuration.servicePlatform] {
            if platform.plane != .service {
                problems.append(
                    ConfigurationProblem(
                        .separation,
                        file: configuration.file,
                        key: "servicePlatform",
                        zh: "\(platform.id) 不是公共服务平台",
                        en: "\(platform.id) is not a public-service platform"
                    )
                )
            }
        } else {
            problems.append(unknown(configuration.servicePlatform, at: "servicePlatform", configuration, registry))
        }
        for id in configuration.keys.keys.sorted() where registry[id] == nil {
            problems.append(unknown(id, at: "keys.\(id)", configuration, registry))
        }
        return problems
    }

    private static func unknown(
        _ id: String,
        at key: String,
        _ configuration: GatewayConfiguration,
        _ registry: Registry
    ) -> ConfigurationProblem {
        let near = Spelling.nearest(to: id, among: registry.platforms.map(\.id))
        return ConfigurationProblem(
            .dangling,
            file: configuration.file,
            key: key,
            zh: "注册表中没有平台 \(id)" + (near.map { "；是否想用 \($0)？" } ?? ""),
            en: "the registry has no platform \(id)" + (near.map { "; did you mean \($0)?" } ?? "")
        )
    }

    private static func registered(
        _ registry: Registry,
        file: String,
        _ problems: inout [ConfigurationProblem]
    ) -> [String: [CertificateThumbprint: Certificate]] {
        var certificates: [String: [CertificateThumbprint: Certificate]] = [:]
        for (index, platform) in registry.platforms.enumerated() {
            for (position, path) in platform.certificates.enumerated() {
                let key = "platforms[\(index)].certificates[\(position)]"
                let absolute = FilePath.absolute(path, in: FilePath.parent(of: file))
                guard let data = FileManager.default.contents(atPath: absolute) else {
                    problems.append(
                        ConfigurationProblem(
                            .fileUnreadable,
                            file: file,
                            key: key,
                            zh: "无法读取 \(path)",
                            en: "cannot read \(path)"
                        )
                    )
                    continue
                }
                guard let found = Certificate.certificates(pem: String(decoding: data, as: UTF8.self)) else {
                    problems.append(
                        ConfigurationProblem(
                            .invalid,
                            file: file,
                            key: key,
                            zh: "\(path) 中没有可读的 PEM 证书",
                            en: "\(path) holds no readable PEM certificate"
                        )
                    )
                    continue
                }
                for certificate in found {
                    certificates[platform.id, default: [:]][certificate.thumbprint] = certificate
                }
            }
        }
        return certificates
    }
}
