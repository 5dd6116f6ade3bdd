internal import Core
internal import RoutingPolicy

/// What routing is asked about one record: may its sender send it, and what does each of some recipients receive?
struct RoutingQuestion {
    /// Wire name of its data set.
    let dataset: String
    /// Registry id of its sender, as it stands in the name of the submit topic and in the ledger.
    let sender: String
    /// Code of its sender, as it stands in `ce_source`.
    let code: String
    /// Its transaction class.
    let sector: String?
    /// Its region.
    let region: String?
    /// The recipients that are asked about, by their place in the registry: some of those to whom it goes, and others.
    let asked: [Int]

    /// `count` questions about `policy` at `time`, drawn by `random`: each a flow, a sender of its plane, and mostly the
    /// attributes that a record of it carries.
    static func draw(
        _ count: Int,
        about policy: ExchangePolicy,
        at time: Instant,
        by random: inout BenchmarkRandom
    ) throws -> [RoutingQuestion] {
        let platforms = policy.registry.platforms
        let places = Dictionary(uniqueKeysWithValues: platforms.enumerated().map { ($1.id, $0) })
        let senders = Dictionary(grouping: platforms, by: \.role)
        let supervisors = senders[.supervision] ?? []
        var questions: [RoutingQuestion] = []
        while questions.count < count {
            guard let flow = policy.flows.flows.randomElement(using: &random),
                let dataset = flow.datasets.sorted().randomElement(using: &random),
                let sender = senders[flow.from]?.randomElement(using: &random)
            else { throw BenchmarkFailure(70, "a plane without a platform, or no flow") }
            let classes = supervisors.randomElement(using: &random)?.sectors
            let sector: String? =
                switch classes {
                case .only(let classes) where Int.random(in: 0..<10, using: &random) > 0:
                    classes.sorted().randomElement(using: &random)
                default: nil
                }
            // Nine of ten are at home, half of them in a county; one says nothing of where.
            let region: String? =
                switch Int.random(in: 0..<20, using: &random) {
                case 0: nil
                case 1: platforms.randomElement(using: &random)?.region
                case let number where number % 2 == 0: sender.region.prefix(4) + "81"
                default: sender.region
                }
            let received = policy.recipients(
                dataset: dataset,
                sender: sender,
                sector: sector,
                region: region,
                at: time
            )
            let entitled = received.shuffled(using: &random).prefix(8).compactMap { places[$0.platform.id] }
            let others = (0..<8).map { _ in Int.random(in: platforms.indices, using: &random) }
            questions.append(
                RoutingQuestion(
                    dataset: dataset,
                    sender: sender.id,
                    code: sender.code,
                    sector: sector,
                    region: region,
                    asked: (entitled + others).shuffled(using: &random)
                )
            )
        }
        return questions
    }
}
