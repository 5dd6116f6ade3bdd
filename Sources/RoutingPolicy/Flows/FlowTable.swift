/// The declared treatment of every data set: flows, views, seals and facts. Immutable once loaded.
package struct FlowTable: Sendable {
    /// The data sets with a declared treatment.
    package let datasets: [DatasetName]
    /// The permissions, in the order of the file.
    package let flows: [Flow]
    /// The allow-lists.
    package let views: [View]
    /// The sealed data sets.
    package let seals: [SealRule]
    /// The data sets that state facts.
    package let facts: [FactRule]
    /// What has to be acknowledged.
    package let acknowledgements: [AcknowledgementRule]
    /// Roles that no body may hold both, beside trading and supervision.
    package let apart: [RoleSeparation]
    /// The groups by which it is accounted for what views show; every field of a view is in one.
    package let groups: [FieldGroup]
    /// How public records are that do not say so; those of data sets that no rule names may be published.
    package let opentypes: [PublicityRule]

    /// True when a view shows a field by `digest`, which takes a key.
    package let showsDigests: Bool

    private let known: Set<String>
    private let flowsByOrigin: [Origin: [Flow]]
    private let viewByKey: [ViewKey: View]
    private let sealByDataset: [String: SealRule]
    private let factsByDataset: [String: [FactRule]]
    private let acknowledgementByDataset: [String: AcknowledgementRule]
    private let fieldGroups: FieldGroups
    private let publicityByDataset: [String: Publicity]

    private struct Origin: Hashable {
        let dataset: String
        let from: ExchangeRole
    }

    private struct ViewKey: Hashable {
        let id: String
        let contract: String
    }

    /// A table of checked declarations (``FlowTable/load(file:)`` checks them).
    init(
        datasets: [DatasetName],
        flows: [Flow],
        views: [View],
        seals: [SealRule],
        facts: [FactRule],
        acknowledgements: [AcknowledgementRule],
        apart: [RoleSeparation],
        groups: [FieldGroup],
        opentypes: [PublicityRule] = []
    ) {
        self.datasets = datasets
        self.flows = flows
        self.views = views
        self.seals = seals
        self.facts = facts
        self.acknowledgements = acknowledgements
        self.apart = apart
        self.groups = groups
        self.opentypes = opentypes
        publicityByDataset = Dictionary(
            opentypes.flatMap { rule in rule.datasets.map { ($0, rule.publicity) } }
        ) { first, _ in first }
        fieldGroups = FieldGroups(groups)
        showsDigests = views.contains { view in view.fields.contains { $0.mask == .digest } }
        known = Set(datasets.map(\.name))
        var flowsByOrigin: [Origin: [Flow]] = [:]
        for flow in flows {
            for dataset in flow.datasets {
                flowsByOrigin[Origin(dataset: dataset, from: flow.from), default: []].append(flow)
            }
        }
        self.flowsByOrigin = flowsByOrigin
        viewByKey = Dictionary(views.map { (ViewKey(id: $0.id, contract: $0.contract), $0) }) { first, _ in first }
        sealByDataset = Dictionary(seals.map { ($0.dataset, $0) }) { first, _ in first }
        factsByDataset = Dictionary(grouping: facts, by: \.dataset)
        acknowledgementByDataset = Dictionary(acknowledgements.map { ($0.dataset, $0) }) { first, _ in first }
    }

    /// True when `dataset` has a declared treatment.
    package func declares(_ dataset: String) -> Bool { known.contains(dataset) }

    /// The flows on which a sender of `role` may send `dataset`; empty means forbidden.
    package func flows(of dataset: String, from role: ExchangeRole) -> [Flow] {
        flowsByOrigin[Origin(dataset: dataset, from: role)] ?? []
    }

    /// The view `id` of `dataset`.
    package func view(_ id: String, of dataset: String) -> View? {
        viewByKey[ViewKey(id: id, contract: dataset)]
    }

    /// The number, in ``groups``, of the group of each field of `view`, by wire name.
    package func groupNumbers(of view: View) -> [String: Int] {
        Dictionary(
            view.fields.compactMap { field in
                fieldGroups.number(of: field.name, in: view.contract).map { (field.name, $0) }
            }
        ) { first, _ in first }
    }

    /// How public a record of `dataset` is that says `openness`.
    package func publicity(of dataset: String, _ openness: Openness) -> Publicity {
        openness.publicity(otherwise: publicityByDataset[dataset] ?? .open)
    }

    /// The seal on `dataset`, if there is one.
    package func seal(of dataset: String) -> SealRule? { sealByDataset[dataset] }

    /// What becomes of facts when a record of `dataset` is accepted.
    package func facts(of dataset: String) -> [FactRule] { factsByDataset[dataset] ?? [] }

    /// How a record of `dataset` has to be acknowledged, if it has to be.
    package func acknowledgement(of dataset: String) -> AcknowledgementRule? { acknowledgementByDataset[dataset] }

    /// The planes from which records come that state or end `fact`.
    package func planes(stating fact: CaseFact) -> Set<Plane> {
        let datasets = Set(facts.filter { $0.fact == fact || $0.ends.contains(fact) }.map(\.dataset))
        return Set(flows.filter { !$0.datasets.isDisjoint(with: datasets) }.map(\.from.plane))
    }
}
