import ContractEngine
import Core
import Foundation
import RoutingPolicy
import Testing

@testable import Pipeline

/// The course of one tender, and of one purchase, under a configuration, through the real admission and registration of all planes: everybody
/// states whatever a record can state, and at each point it is asked whether the real admission would take a set that the
/// law keeps secret. It knows nothing of the proof, nor of what was changed.
final class CaseCourse {
    /// A secret set that came through, and after what.
    struct Leak: Hashable, CustomStringConvertible {
        let dataset: String
        let after: String

        var description: String { "\(dataset) \(after)" }
    }

    /// What the law keeps secret, by the record before which it must not leave (DATA-SPEC §7.3).
    private static let secrets = [
        "BID_OPENING_RECORD": ["TENDER_INVITATION", "TENDER_LIST", "BIDDER_MARGIN_INFO"],
        "TENDER_CANDIDATE_ANNOUNCE": ["EVALUATION_REPORT"],
        "WIN_RESULT_ANNO": ["BID_EVALUATION_EXPERT"], "PURCHASE_BIDDING_RECORD": ["PURCHASE_TENDER_LIST"],
    ]
    private static let releases = [
        "BID_OPENING_RECORD", "PURCHASE_BIDDING_RECORD", "TENDER_CANDIDATE_ANNOUNCE", "WIN_RESULT_ANNO",
    ]
    /// What moves or ends an opening, and what it then says.
    static let postponements: [(dataset: String, changes: [String: String])] = [
        ("TENDER_ANN_QUA_INQUERY_ANN", ["IS_POSTPONE": "1"]), ("TENDER_FILE_CLARI_MODI", ["IS_POSTPONE": "1"]),
        ("TENDER_ABNORMITY_REPORT", ["EXCEPITON_TYPE": "2"]), ("EXCEPTION_REPORT", ["EXCEPITON_TYPE": "2"]),
    ]
    static let owner = "fuzhou-trade"

    let policy: ExchangePolicy
    private let isWhole: Bool
    let events: CaseEvents
    private let broker = InMemoryBroker()
    private let relations: RelationRules
    private var cycles: [WorkCycle] = []
    /// Whom ``look(_:_:)`` asks; what he answers goes nowhere.
    private var watcher: AdmissionStage?
    private var released: Set<String> = []
    private var leaks: [Leak] = []
    /// Submissions that the ledger took, by data set.
    private(set) var accepted: [String: Int] = [:]
    /// How often admission was asked for a secret set.
    private(set) var questions = 0

    /// - Parameter isWhole: true when everybody sends everything before the opening; else what states or ends facts.
    init(_ spoilt: ProvincePolicy, isWhole: Bool = false) throws {
        self.isWhole = isWhole
        let model = try spoilt.model()
        policy = ExchangePolicy(registry: model.registry, flows: model.flows)
        let contracts = try ProvincePolicy.contracts.get()
        events = try CaseEvents(contracts)
        relations = RelationRules(contracts, flows: policy.flows)
        broker.setTime(CaseEvents.start)
        for plane in Plane.allCases {
            for topic in [
                TopicName.admitted(plane), TopicName.cases(plane), TopicName.claims(plane), TopicName.ledger(plane),
                TopicName.facts(plane), TopicName.alert(plane),
            ] {
                broker.createTopic(topic, partitions: 1)
            }
        }
        let submits = CaseCourse.senders.map(TopicName.submit)
        for sender in CaseCourse.senders {
            for topic in [TopicName.submit(sender), TopicName.receipt(sender), TopicName.quarantine(sender)] {
                broker.createTopic(topic, partitions: 1)
            }
        }
        let admission = InMemoryBus(broker: broker, group: "admission", topics: submits)
        cycles = [WorkCycle(bus: admission, stage: self.admission(contracts))]
        cycles += Plane.allCases.map { plane in
            WorkCycle(
                bus: InMemoryBus(broker: broker, group: "registration.\(plane)", topics: [TopicName.admitted(plane)]),
                stage: RegistrationStage(
                    configuration: RegistrationConfiguration(plane: plane),
                    source: InMemoryPartitionSource(broker: broker)
                )
            )
        }
    }

    /// Those who state something: whose tender it is, another trading platform, service and supervision.
    private static let senders = [owner, "xiamen-trade", "fuzhou-service", "fuzhou-housing", "fuzhou-water"]

    /// An admission worker that has read nothing yet.
    func admission(_ contracts: ContractCatalog) -> AdmissionStage {
        AdmissionStage(
            configuration: AdmissionConfiguration(),
            policy: policy,
            contracts: contracts,
            signatures: SignatureCheck { _, _, _, _, _ in
                .verified(SignatureCheck.Signer(form: "raw", algorithm: "sm2-sm3"))
            },
            facts: FactsTable(
                sources: Plane.allCases.map { InMemoryTable(broker: broker, topic: TopicName.facts($0)) }
            ),
            relations: relations
        )
    }

    /// Runs the whole course.
    ///
    /// - Returns: every secret set that came through before its time.
    func run() throws -> [Leak] {
        for dataset in ["TENDER_PROJECT", "SECTION", "TENDER_ANN_QUA_INQUERY_ANN", "PURCHASE_PROJECT"] {
            try submit(dataset, from: Self.owner)
            try #require(accepted[dataset] == 1, "\(dataset) founds the case")
        }
        try look("when the case is founded")
        try before()
        try submit("BID_OPENING_RECORD", from: Self.owner)
        try look("after the opening", Self.secrets["BID_OPENING_RECORD"])
        for (dataset, changes) in Self.postponements {
            try submit(dataset, from: Self.owner, changes)
            released = []
            try look("after the postponement by \(dataset)")
            try submit("BID_OPENING_RECORD", from: Self.owner)
            try look("after another opening", Self.secrets["BID_OPENING_RECORD"])
        }
        for release in Self.releases {
            if release != "BID_OPENING_RECORD" {
                try submit(release, from: Self.owner)
                try look("after \(release)", Self.secrets[release])
            }
            // What was released may be sent, and may state something itself.
            for dataset in Self.secrets[release] ?? [] { try submit(dataset, from: Self.owner) }
            try look("when what \(release) releases was sent")
        }
        return leaks
    }

    /// Before the opening: everybody sends whatever he may, except what the law has open it. What ends facts comes first.
    private func before() throws {
        for (dataset, changes) in Self.postponements { try submit(dataset, from: Self.owner, changes) }
        let later = Set(Self.releases + Self.postponements.map(\.dataset))
        for sender in Self.senders {
            let platform = try #require(policy.registry[sender])
            for dataset in policy.flows.datasets.map(\.name)
            where events.canBeMade(dataset) && (isWhole || !policy.flows.facts(of: dataset).isEmpty)
                && policy.admission(of: dataset, from: platform, at: CaseEvents.start).isEmpty
                && (sender != Self.owner || !later.contains(dataset))
            {
                try submit(dataset, from: sender)
            }
        }
        try look("before the opening")
    }

    /// Sends a record and has all stages do what follows.
    func submit(_ dataset: String, from sender: String, _ changes: [String: String] = [:]) throws {
        let platform = try #require(policy.registry[sender])
        let event = try events.next(dataset, from: platform, changes)
        broker.setTime(event.time)
        try broker.produce(event.record)
        let before = ledgerCount
        var isBusy = true
        while isBusy {
            isBusy = false
            for place in cycles.indices {
                if case .committed = try cycles[place].turn(maximum: 10, wait: .zero, now: { event.time }) {
                    isBusy = true
                }
            }
        }
        if ledgerCount > before { accepted[dataset, default: 0] += 1 }
    }

    private var ledgerCount: Int {
        Plane.allCases.reduce(0) { $0 + broker.records(of: TopicName.ledger($1)).joined().count }
    }

    /// Asks an admission worker, which knows what stands in the topics, for each secret set of the owner.
    ///
    /// - Parameter due: what is released from now on and must come through.
    private func look(_ time: String, _ due: [String]? = nil) throws {
        released.formUnion(due ?? [])
        let stage = try watcher ?? admission(ProvincePolicy.contracts.get())
        watcher = stage
        try stage.refresh()
        let platform = try #require(policy.registry[Self.owner])
        for dataset in Self.secrets.values.joined().sorted() {
            let event = try events.next(dataset, from: platform)
            questions += 1
            let outputs = try stage.process(RecordBatch(records: [event.inbound]), at: event.time).outputs
            let isThrough = outputs.contains { $0.topic == TopicName.admitted(.trading) }
            if isThrough, !released.contains(dataset) { leaks.append(Leak(dataset: dataset, after: time)) }
            // A set that is refused is so because of its seal, or the question was worth nothing.
            if !isThrough, policy.flows.seal(of: dataset) != nil {
                let receipt = outputs.first { $0.topic.hasPrefix("receipt.") }?.value ?? []
                let codes = try CaseEvents.codes(of: receipt)
                try #require(codes == ["not_released"] || codes == ["field_missing"], "\(dataset): \(codes)")
            }
        }
    }

    /// The secret sets of which the ledger took none, though they were sent when they were due.
    var neverReleased: Set<String> { Set(Self.secrets.values.joined()).subtracting(accepted.keys) }
}
