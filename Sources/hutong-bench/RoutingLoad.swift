internal import Core
internal import RoutingPolicy

/// What the stages of some recipients ask: a stage of delivery serves one recipient and asks it of one record after
/// another, so the questions of a recipient stand together.
struct RoutingLoad {
    /// A recipient, and the records that its stage reads.
    struct Stage {
        /// Place of the recipient in the registry.
        let recipient: Int
        /// Places of the records in ``RoutingLoad/questions``.
        var records: [Int] = []
    }

    /// How many recipients ask.
    private static let recipients = 32

    /// All records.
    private(set) var questions: [RoutingQuestion] = []
    /// All recipients.
    private(set) var stages: [Stage]

    /// `count` records in the exchange of `policy`, drawn by `random`. Each is drawn for one of the recipients, and read by
    /// it and by another.
    init(_ count: Int, about policy: ExchangePolicy, by random: inout BenchmarkRandom) throws {
        let platforms = policy.registry.platforms
        let flows = Dictionary(grouping: policy.flows.flows, by: \.to)
        stages = platforms.indices.filter { flows[platforms[$0].role] != nil }.shuffled(using: &random)
            .prefix(Self.recipients).map { Stage(recipient: $0) }
        let senders = stages.map { stage in
            Dictionary(
                grouping: platforms.filter { platforms[stage.recipient].covers(region: $0.region) },
                by: \.role
            )
        }
        let others = Dictionary(grouping: platforms, by: \.role)
        while questions.count < count {
            let place = questions.count % stages.count
            let recipient = platforms[stages[place].recipient]
            guard let flow = flows[recipient.role]?.randomElement(using: &random),
                let dataset = flow.datasets.sorted().randomElement(using: &random),
                let sender = (senders[place][flow.from] ?? others[flow.from])?.randomElement(using: &random)
            else { throw BenchmarkFailure(70, "a role without a platform, or no flow") }
            stages[place].records.append(questions.count)
            stages[Int.random(in: stages.indices, using: &random)].records.append(questions.count)
            questions.append(
                RoutingQuestion(dataset, from: sender, for: recipient, among: platforms, by: &random)
            )
        }
    }
}
