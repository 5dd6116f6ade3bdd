import Core
import Pipeline

/// The cluster of a history, as its members reach it: through a network that loses requests and answers.
///
/// Touched by the strand that has the turn alone.
final class SimulatedCluster {
    /// A transaction that was committed: who it was, how far it read, what it wrote, and when it was worked out.
    struct Decision {
        let group: String
        let offsets: [TopicPartition: Int64]
        let outputs: [OutboundRecord]
        let time: Int64
    }

    /// What becomes of a request.
    enum Passage {
        /// It arrives, and so does the answer.
        case fine
        /// It never arrives; the caller hears nothing.
        case requestLost
        /// It is done; the caller hears nothing.
        case answerLost
        /// It is done; the caller hears that nobody knows.
        case answerUnknown
        /// It is refused by an error that asks for an abort.
        case refused
    }

    /// How rough a history is, in parts of a thousand.
    struct Weather {
        var lostRequests = 0
        var lostAnswers = 0
        var unknownAnswers = 0
        var refusals = 0
        /// Answers about a group's offset in which the coordinator does not remember the latest ones.
        var forgottenOffsets = 0
    }

    let broker: InMemoryBroker
    let scheduler: Scheduler
    var weather = Weather()
    /// Until when the coordinators do not answer.
    var isAwayUntil: Int64 = 0
    private(set) var decisions: [Decision] = []
    /// How often what happened.
    private(set) var strikes: [String: Int] = [:]

    init(_ broker: InMemoryBroker, _ scheduler: Scheduler) {
        self.broker = broker
        self.scheduler = scheduler
    }

    func strike(_ kind: String) { strikes[kind, default: 0] += 1 }

    func committed(_ decision: Decision) { decisions.append(decision) }

    /// What becomes of the next request to a coordinator.
    func passage(canBeUnknown: Bool = false, canBeRefused: Bool = false) -> Passage {
        let random = scheduler.random
        if scheduler.now < isAwayUntil {
            strike("coordinator away")
            return random.chance(30) ? .answerLost : .requestLost
        }
        let drawn = random.below(1000)
        var bound = weather.lostRequests
        if drawn < bound { return struck(.requestLost, "request lost") }
        bound += weather.lostAnswers
        if drawn < bound { return struck(.answerLost, "answer lost") }
        bound += weather.unknownAnswers
        if drawn < bound { return canBeUnknown ? struck(.answerUnknown, "answer unknown") : .fine }
        bound += weather.refusals
        if drawn < bound { return canBeRefused ? struck(.refused, "refused") : .fine }
        return .fine
    }

    /// What the coordinator says of committed `offsets`: what a group committed may have slipped its memory, though not its
    /// log.
    func remembered(_ offsets: [TopicPartition: Int64]) -> [TopicPartition: Int64] {
        let random = scheduler.random
        var told: [TopicPartition: Int64] = [:]
        let ordered = offsets.sorted { $0.key < $1.key }
        for (partition, offset) in ordered {
            guard offset > 0, random.below(1000) < weather.forgottenOffsets else {
                told[partition] = offset
                continue
            }
            let older = Int64(random.below(Int(offset)))
            told[partition] = older
            strike("offset forgotten")
            scheduler.note(
                "the coordinator answers \(older) for \(partition.topic)/\(partition.partition), \(offset) is right"
            )
        }
        return told
    }

    private func struck(_ passage: Passage, _ kind: String) -> Passage {
        strike(kind)
        scheduler.note("the network: \(kind)")
        return passage
    }
}
