import ContractEngine
import Core
import Pipeline
import RoutingPolicy

/// Judges a registry and a flow table by themselves and beside each other, without the rest of a deployment.
struct PolicyLint {
    /// Path of the registry; nil to leave it out.
    var registry: String?
    /// Path of the flow table; nil to leave it out.
    var flows: String?
    /// Directory of the contracts; nil to judge without them.
    var contracts: String?

    /// Every fault of every file; what follows from a faulty file is judged once that is mended.
    func problems() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        let registry = self.registry.flatMap { file in
            let (registry, mistakes) = Registry.load(file: file)
            problems += mistakes
            return registry
        }
        let flows = self.flows.flatMap { file in
            let (flows, mistakes) = FlowTable.load(file: file)
            problems += mistakes
            return flows
        }
        let contracts = self.contracts.flatMap { GatewayArtifacts.contracts($0, &problems) }
        if let registry, let flows, let file = self.registry {
            problems += registry.mistakes(against: flows.apart, file: file)
            problems += GatewayArtifacts.authorisationProblems(registry, flows, file: file)
        }
        if let flows, let contracts, let file = self.flows {
            problems += PolicyLint.mistakes(of: flows, against: contracts, file: file)
        }
        if let registry, let contracts, let file = self.registry {
            let dialects = GatewayArtifacts.dialects(self.contracts ?? "", contracts, &problems)
            problems += GatewayArtifacts.destinationProblems(registry, file: file, contracts, dialects)
        }
        return ConfigurationProblem.located(problems)
    }

    /// What does not fit between flow table and contracts. A mask that does not suit its field is looked at once every
    /// field is there.
    private static func mistakes(
        of flows: FlowTable,
        against contracts: ContractCatalog,
        file: String
    ) -> [ConfigurationProblem] {
        let catalogue = Dictionary(
            contracts.programs.filter(\.isCurrent).map { program in
                (DatasetName(number: program.number, name: program.name), Set(program.fields.map(\.name)))
            }
        ) { first, _ in first }
        let mistakes = flows.lint(against: catalogue, file: file)
        return mistakes.isEmpty ? ViewCatalog.compile(flows, contracts: contracts, file: file).mistakes : mistakes
    }
}
