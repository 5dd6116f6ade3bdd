internal import Core
internal import Foundation
internal import RoutingPolicy

/// Questions about one policy, answered by it and by looking at everything.
struct RoutingCourse {
    let policy: ExchangePolicy
    private let questions: [RoutingQuestion]
    private let stages: [RoutingLoad.Stage]
    let time: Instant
    private let naive: NaiveRouting

    /// Nanoseconds of processor time for one question of each kind.
    struct Figures {
        let admission: Double
        let delivery: Double
        let recipients: Double

        /// The whole for one record and one recipient.
        var routing: Double { admission + delivery }

        /// What each takes in the middle of `rounds`.
        static func median(of rounds: [Figures]) -> Figures {
            Figures(
                admission: SampleRecords.median(rounds.map(\.admission)),
                delivery: SampleRecords.median(rounds.map(\.delivery)),
                recipients: SampleRecords.median(rounds.map(\.recipients))
            )
        }
    }

    /// What `load` asks about `policy` at `time`.
    init(policy: ExchangePolicy, load: RoutingLoad, time: Instant) {
        self.policy = policy
        questions = load.questions
        stages = load.stages
        self.time = time
        naive = NaiveRouting(platforms: policy.registry.platforms, flows: policy.flows, time: time)
    }

    /// Compares every answer of the product with that of the baseline.
    func check() throws {
        var expected: [[String: NaiveRouting.Answer]] = []
        for question in questions {
            let (isAllowed, required) = naive.admission(question)
            guard admission(question) == (isAllowed ? required.count : -1) else {
                throw BenchmarkFailure(70, "admission decides otherwise: \(question)")
            }
            guard let sender = policy.registry[question.sender] else { throw BenchmarkFailure(70, "no sender") }
            let all = recipients(question, of: sender).map(NaiveRouting.answer)
            expected.append(Dictionary(naive.recipients(question).map { ($0.platform, $0) }) { first, _ in first })
            guard Set(all) == Set(expected[expected.count - 1].values), Set(all).count == all.count else {
                throw BenchmarkFailure(70, "other recipients: \(question)")
            }
        }
        var (yes, no) = (0, 0)
        for stage in stages {
            let recipient = policy.registry.platforms[stage.recipient]
            for record in stage.records {
                let answer = delivery(questions[record], to: recipient).map(NaiveRouting.answer)
                guard answer == expected[record][recipient.id] else {
                    throw BenchmarkFailure(70, "\(recipient.id) receives something else: \(questions[record])")
                }
                if answer == nil { no += 1 } else { yes += 1 }
            }
        }
        // A comparison in which one answer hardly occurs would show little.
        guard yes * 10 > no, no * 10 > yes else { throw BenchmarkFailure(70, "\(yes) yes and \(no) no") }
    }

    /// How many receive a record, on average.
    var recipientsPerRecord: Double { Double(found) / Double(questions.count) }

    private var found: Int {
        questions.reduce(0) { count, question in
            count + (policy.registry[question.sender].map { recipients(question, of: $0).count } ?? 0)
        }
    }

    /// What the product takes, once measured.
    func figures() throws -> Figures {
        try Figures(
            admission: nanoseconds(for: questions.count) { questions.reduce(0) { $0 + self.admission($1) } },
            delivery: nanoseconds(for: stages.reduce(0) { $0 + $1.records.count }) {
                ask(stages) { self.delivery($0, to: $1) != nil }
            },
            recipients: nanoseconds(for: found) { found }
        )
    }

    /// What the baseline takes, once measured. It is slow: a part of the questions is enough.
    func baseline() throws -> Figures {
        let part = max(1, questions.count / max(1, policy.flows.flows.count / 100))
        let few = Array(questions.prefix(part))
        let stages = stages.map { stage in
            var stage = stage
            stage.records.removeAll { $0 >= part }
            return stage
        }
        return try Figures(
            admission: nanoseconds(for: few.count) { few.reduce(0) { $0 + (naive.admission($1).isAllowed ? 1 : 0) } },
            delivery: nanoseconds(for: stages.reduce(0) { $0 + $1.records.count }) {
                ask(stages) { naive.delivery($0, to: $1) != nil }
            },
            recipients: nanoseconds(for: few.reduce(0) { $0 + naive.recipients($1).count }) {
                few.reduce(0) { $0 + naive.recipients($1).count }
            }
        )
    }

    /// How many of the questions of `stages` have the answer yes.
    private func ask(_ stages: [RoutingLoad.Stage], _ isYes: (RoutingQuestion, RegisteredPlatform) -> Bool) -> Int {
        var count = 0
        for stage in stages {
            let recipient = policy.registry.platforms[stage.recipient]
            for record in stage.records where isYes(questions[record], recipient) { count += 1 }
        }
        return count
    }

    /// What is asked once of a record; the number of attributes that it needs, -1 where it is refused.
    private func admission(_ question: RoutingQuestion) -> Int {
        guard let sender = policy.registry[question.sender], sender.isNamed(question.code),
            policy.admission(of: question.dataset, from: sender, at: time).isEmpty
        else { return -1 }
        return policy.requiredAttributes(of: question.dataset, from: sender.role).count
    }

    /// What a recipient's stage asks of a record.
    private func delivery(_ question: RoutingQuestion, to recipient: RegisteredPlatform) -> Recipient? {
        guard let sender = policy.registry[question.sender] else { return nil }
        return policy.delivery(
            of: question.dataset,
            sender: sender,
            sector: question.sector,
            region: question.region,
            department: question.department,
            concerned: question.concerned,
            openness: question.openness,
            to: recipient,
            at: time
        )
    }

    private func recipients(_ question: RoutingQuestion, of sender: RegisteredPlatform) -> [Recipient] {
        policy.recipients(
            dataset: question.dataset,
            sender: sender,
            sector: question.sector,
            region: question.region,
            department: question.department,
            concerned: question.concerned,
            openness: question.openness,
            at: time
        )
    }

    /// Nanoseconds of processor time for each of `count`, over as many runs of `body` as take a fifth of a second, which must
    /// all find the same. The first run, which finds the caches cold, is not measured.
    private func nanoseconds(for count: Int, _ body: () -> Int) throws -> Double {
        let expected = body()
        let start = clock()
        var runs = 0
        repeat {
            guard body() == expected else { throw BenchmarkFailure(70, "the answers change") }
            runs += 1
        } while clock() - start < CLOCKS_PER_SEC / 5
        let taken = Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1_000_000_000
        return taken / Double(runs) / Double(max(1, count))
    }
}
