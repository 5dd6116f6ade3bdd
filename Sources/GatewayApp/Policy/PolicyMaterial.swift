import ContractEngine
import Core
import Foundation
import RoutingPolicy
import Trust

/// What a proof and an explanation work on: registry, flows and contracts of a configuration, with or without what speaks
/// against them. Neither keys nor the trust list are needed.
struct PolicyMaterial {
    let policy: ExchangePolicy
    let contracts: ContractCatalog
    /// What the proof is about.
    let model: PolicyModel
    /// Where the key for fields shown by `digest` is.
    let masking: MaskingSource
    /// ``ConfigurationDigest``
    let digest: String

    /// Reads what `--config` names. What the proof itself judges is no fault here.
    ///
    /// - Throws: ``CommandFailure`` with code 78 after all faults were told on standard error.
    static func load(_ arguments: ParsedArguments, on console: Console) throws(CommandFailure) -> PolicyMaterial {
        let reading = ConfigurationReader(console).read(arguments[CommonOptions.configuration] ?? "")
        let sources = reading.sources
        var problems = reading.problems
        let registry = sources.registry.flatMap { file in
            let (registry, mistakes) = Registry.load(file: file, leavingToProof: true)
            problems += mistakes
            return registry
        }
        let flows = sources.flows.flatMap { file in
            let (flows, mistakes) = FlowTable.load(file: file, leavingToProof: true)
            problems += mistakes
            return flows
        }
        guard let configuration = reading.configuration, let registry, let flows, let directory = sources.contracts,
            problems.isEmpty
        else {
            throw refused(problems, on: console)
        }
        let contracts = try LoadedContracts.load(from: directory, on: console)
        let directoryOfRegistry = FilePath.parent(of: sources.registry ?? "")
        let files = Set(
            registry.platforms.flatMap { platform in
                RegisteredIdentities.files(of: platform, in: directoryOfRegistry)
                    + platform.encryptionCertificates.map { FilePath.absolute($0, in: directoryOfRegistry) }
            }
        )
        let policy = ExchangePolicy(registry: registry, flows: flows)
        return PolicyMaterial(
            policy: policy,
            contracts: contracts,
            model: PolicyModel(
                registry: registry,
                flows: flows,
                datasets: contracts.programs.filter(\.isCurrent).map(DatasetProfile.init),
                certificates: certificates(of: registry, in: directoryOfRegistry),
                clients: ExchangeClients.all(policy, configuration)
            ),
            masking: sources.masking,
            digest: ConfigurationDigest.of(sources, certificates: files.sorted())
        )
    }

    /// What tells the certificates of each platform apart: those that speak for it, and those for encryption.
    static func certificates(of registry: Registry, in directory: String) -> [String: Set<String>] {
        Dictionary(
            registry.platforms.map { platform in
                let speaking = RegisteredIdentities.identities(of: platform, in: directory).map(\.name)
                let reading = platform.encryptionCertificates.flatMap {
                    RegisteredIdentities.names(ofFile: FilePath.absolute($0, in: directory))
                }
                return (platform.id, Set(speaking + reading))
            }
        ) { first, _ in first }
    }

    private static func refused(_ problems: [ConfigurationProblem], on console: Console) -> CommandFailure {
        for problem in ConfigurationProblem.located(problems) { console.note(problem.text(in: console.language)) }
        return CommandFailure(
            .configuration,
            zh: "配置有 \(problems.count) 个问题，无从证明",
            en: "the configuration has \(problems.count) problem(s); there is nothing to prove"
        )
    }
}
