/// All that a proof is about: who there is, what may flow, what the data sets hold, and what each principal can do at the
/// broker. From the configuration as it is, not as it should be.
package struct PolicyModel: Sendable {
    /// The platforms.
    package let registry: Registry
    /// Flows, views, seals and facts.
    package let flows: FlowTable
    /// The data sets that have a contract.
    package let datasets: [DatasetProfile]
    /// What tells the certificates of each platform apart: their thumbprints.
    package let certificates: [String: Set<String>]
    /// The principals and their rights, in the order of the principals.
    package let clients: [ExchangeClient]

    private let byName: [String: DatasetProfile]

    /// A model of these parts.
    package init(
        registry: Registry,
        flows: FlowTable,
        datasets: [DatasetProfile],
        certificates: [String: Set<String>] = [:],
        clients: [ExchangeClient]
    ) {
        self.registry = registry
        self.flows = flows
        self.datasets = datasets
        self.certificates = certificates
        self.clients = clients.sorted { $0.principal < $1.principal }
        byName = Dictionary(datasets.map { ($0.name, $0) }) { first, _ in first }
    }

    /// What is known of the data set `name`; nil where it has no contract.
    func dataset(_ name: String) -> DatasetProfile? { byName[name] }

    /// The data sets of `flow` of a nature that `isRight`, in order.
    func datasets(of flow: Flow, where isRight: (DatasetNature) -> Bool) -> [String] {
        flow.datasets.filter { byName[$0].map { isRight($0.nature) } ?? false }.sorted()
    }
}
