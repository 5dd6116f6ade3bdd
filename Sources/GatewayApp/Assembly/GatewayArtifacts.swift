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
    /// The profiles under which recipients take records, by id; one for all recipients that name it.
    package let profiles: [String: ProfileViews]
    /// The recognised certification authorities.
    package let trust: TrustStore
    /// The list of ``trust`` as it was signed; nil for one that the process made itself.
    package var trustDocument: TrustListDocument?
    /// Who may sign trust lists; nil takes no other list than that of ``trust``.
    package var trustSigner: TrustListSigner?
    /// The registered certificates of each platform.
    package let certificates: [String: [CertificateThumbprint: Certificate]]
    /// The certificates for which content may be encrypted, of each platform.
    package var encryption: [String: [Certificate]] = [:]
    /// The natural persons who act for each platform.
    package let persons: PersonBindings
    /// What seals the records that leave the exchange; nil in a configuration without a seal, which cannot run.
    package let sealer: GatewaySealer?
    /// The key for fields that are shown by `digest`; nil in a configuration that delivers none.
    package let masking: MaskingKey?

    /// Artifacts that are already loaded.
    package init(
        policy: ExchangePolicy,
        contracts: ContractCatalog,
        views: ViewCatalog,
        dialects: DialectCatalog = DialectCatalog(),
        profiles: [String: ProfileViews] = [:],
        trust: TrustStore,
        certificates: [String: [CertificateThumbprint: Certificate]],
        persons: PersonBindings = PersonBindings(),
        sealer: GatewaySealer? = nil,
        masking: MaskingKey? = nil
    ) {
        self.policy = policy
        self.contracts = contracts
        self.views = views
        self.dialects = dialects
        self.profiles = profiles
        self.trust = trust
        self.certificates = certificates
        self.persons = persons
        self.sealer = sealer
        self.masking = masking
    }

    /// Loads everything that `sources` name; what one of them lacks keeps none of the others from being judged.
    ///
    /// - Parameter seen: the newest trust list seen so far; an older one is refused.
    /// - Returns: the artifacts when there is no fault, the trust store when the trust list has none, and every fault
    ///   of every file.
    package static func load(
        _ sources: ArtifactSources,
        after seen: TrustListMark? = nil
    ) -> (artifacts: GatewayArtifacts?, trust: TrustStore?, problems: [ConfigurationProblem]) {
        // First of all: keys and certificates are read with what is loaded here.
        var problems = sources.openssl.apply().map { fault in
            ConfigurationProblem(
                .invalid,
                file: sources.file,
                key: "openssl.\(fault.key)",
                zh: fault.message.zh,
                en: fault.message.en
            )
        }
        let contracts = sources.contracts.flatMap { GatewayArtifacts.contracts($0, &problems) }
        let trustSources = TrustSources(sources, after: seen)
        let signed = trustSources?.signedList(&problems)
        let trust = signed.flatMap { trustSources?.store(of: $0.list, &problems) }
        var registry: Registry?
        var certificates: [String: [CertificateThumbprint: Certificate]] = [:]
        var persons = PersonBindings()
        var encryption: [String: [Certificate]] = [:]
        if let file = sources.registry {
            let (loaded, mistakes) = Registry.load(file: file)
            problems += mistakes
            if let loaded {
                problems += platformProblems(sources, loaded)
                problems += AccessRules(sources.access, loaded, configuration: sources.file, registryFile: file)
                    .problems()
                certificates = registered(loaded, file: file, &problems)
                persons = RegisteredPersons.bindings(of: loaded, file: file, &problems)
                encryption = RegisteredEncryption.certificates(of: loaded, file: file, &problems)
                problems += RegisteredIdentities.problems(of: loaded, file: file)
            }
            registry = loaded
        }
        var flows: FlowTable?
        var views: ViewCatalog?
        if let file = sources.flows {
            let (loaded, mistakes) = FlowTable.load(file: file)
            problems += mistakes
            if let loaded, let contracts {
                let (compiled, mistakes) = ViewCatalog.compile(loaded, contracts: contracts, file: file)
                views = compiled
                problems += mistakes
            }
            flows = loaded
        }
        let dialects = contracts.flatMap { Self.dialects(sources.contracts ?? "", $0, &problems) }
        if let registry, let contracts, let file = sources.registry {
            problems += destinationProblems(registry, file: file, contracts, dialects)
        }
        if let registry, let flows, let file = sources.registry {
            problems += registry.mistakes(against: flows.apart, file: file)
        }
        let sealer = sources.seal.flatMap { GatewayArtifacts.sealer($0, sources.file, &problems) }
        if let registry, let flows, let file = sources.registry {
            problems += authorisationProblems(registry, flows, file: file)
        }
        let masking = GatewayArtifacts.masking(sources, flows, &problems)
        var profiles: [String: ProfileViews] = [:]
        if let registry, let flows, let contracts, views != nil {
            profiles = Self.profiles(registry, flows, contracts, file: sources.flows ?? "", &problems)
        }
        guard let registry, let flows, let contracts, let views, let dialects, let trust, problems.isEmpty else {
            return (nil, trust, problems)
        }
        var artifacts = GatewayArtifacts(
            policy: ExchangePolicy(registry: registry, flows: flows),
            contracts: contracts,
            views: views,
            dialects: dialects,
            profiles: profiles,
            trust: trust,
            certificates: certificates,
            persons: persons,
            sealer: sealer,
            masking: masking
        )
        artifacts.encryption = encryption
        artifacts.trustDocument = signed?.document
        artifacts.trustSigner = signed?.signer
        return (artifacts, trust, [])
    }

    /// The contracts below a directory, with their mistakes as configuration problems.
    static func contracts(
        _ directory: String,
        _ problems: inout [ConfigurationProblem]
    ) -> ContractCatalog? {
        do throws(ContractLoadFailure) {
            return try ContractCatalog.load(from: directory)
        } catch {
            problems += error.problems.map { problem in
                ConfigurationProblem(
                    problem.code,
                    file: FilePath.absolute(problem.file, in: directory),
                    key: problem.key,
                    place: problem.place,
                    zh: problem.message.zh,
                    en: problem.message.en
                )
            }
            return nil
        }
    }

    /// The dialects beside the contracts, with their mistakes as configuration problems.
    static func dialects(
        _ directory: String,
        _ contracts: ContractCatalog,
        _ problems: inout [ConfigurationProblem]
    ) -> DialectCatalog? {
        do throws(ContractLoadFailure) {
            return try DialectCatalog.load(from: directory, contracts: contracts)
        } catch {
            problems += error.problems.map { problem in
                ConfigurationProblem(
                    problem.code,
                    file: FilePath.absolute(problem.file, in: directory),
                    key: problem.key,
                    place: problem.place,
                    zh: problem.message.zh,
                    en: problem.message.en
                )
            }
            return nil
        }
    }

    /// The sealer of `settings`, or what is wrong with its key and certificate.
    private static func sealer(
        _ settings: SealSettings,
        _ file: String,
        _ problems: inout [ConfigurationProblem]
    ) -> GatewaySealer? {
        do throws(TrustFailure) {
            let (key, certificate) = try SigningKeys.pair(
                settings.key,
                certificate: settings.certificate,
                passphrase: settings.passphrase
            )
            return try GatewaySealer(gateway: settings.id, key: key, certificate: certificate)
        } catch {
            problems.append(
                ConfigurationProblem(.invalid, file: file, key: "seal", zh: error.message.zh, en: error.message.en)
            )
            return nil
        }
    }

    /// The faults of the keys that name platforms.
    private static func platformProblems(
        _ sources: ArtifactSources,
        _ registry: Registry
    ) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if let id = sources.servicePlatform {
            if let platform = registry[id] {
                if platform.plane != .service {
                    problems.append(
                        ConfigurationProblem(
                            .separation,
                            file: sources.file,
                            key: "servicePlatform",
                            zh: "\(id) 不是公共服务平台",
                            en: "\(id) is not a public-service platform"
                        )
                    )
                }
            } else {
                problems.append(unknown(id, at: "servicePlatform", sources, registry))
            }
        }
        for id in sources.keys.keys.sorted() where registry[id] == nil {
            problems.append(unknown(id, at: "keys.\(id)", sources, registry))
        }
        return problems
    }

    private static func unknown(
        _ id: String,
        at key: String,
        _ sources: ArtifactSources,
        _ registry: Registry
    ) -> ConfigurationProblem {
        let near = Spelling.nearest(to: id, among: registry.platforms.map(\.id))
        return ConfigurationProblem(
            .dangling,
            file: sources.file,
            key: key,
            zh: "登记册中没有平台 \(id)" + (near.map { "；是否想用 \($0)？" } ?? ""),
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
                let text: String
                switch RegistryFile.text(path, of: file, at: key) {
                case .success(let read): text = read
                case .failure(let problem):
                    problems.append(problem)
                    continue
                }
                guard let found = Certificate.certificates(pem: text) else {
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
