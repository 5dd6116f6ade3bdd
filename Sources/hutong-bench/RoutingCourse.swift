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

    /// A figure of the product and that of the baseline, in nanoseconds.
    typealias Pair = (own: Double, naive: Double)

    /// What the questions took.
    struct Figures {
        let platforms: Int
        let flows: Int
        let admission: Pair
        let delivery: Pair
        let recipients: Pair
        let perRecord: Double

        /// The whole for one record and one recipient.
        var routing: Pair { (admission.own + delivery.own, admission.naive + delivery.naive) }

        /// The figures under the name of a size.
        func results(_ size: String) -> [BenchmarkReport.Result] {
            [("routing", routing), ("admission", admission), ("delivery", delivery), ("recipients", recipients)].map {
                .init("policy.\(size).\($0.0)", $0.1.own, "ns", baseline: $0.1.naive)
            } + [
                .init("policy.\(size).platforms", Double(platforms), "platforms"),
                .init("policy.\(size).flows", Double(flows), "flows"),
                .init("policy.\(size).recipients-per-record", perRecord, "recipients"),
            ]
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

    /// Medians of `rounds`.
    func measure(rounds: Int) throws -> Figures {
        let platforms = policy.registry.platforms
        let found = questions.reduce(0) { count, question in
            count + (policy.registry[question.sender].map { recipients(question, of: $0).count } ?? 0)
        }
        // The baseline is slow: a part of the questions is enough.
        let part = max(1, questions.count / max(1, policy.flows.flows.count / 100))
        let few = Array(questions.prefix(part))
        let fewStages = stages.map { stage in
            var stage = stage
            stage.records.removeAll { $0 >= part }
            return stage
        }
        let foundOfFew = few.reduce(0) { $0 + naive.recipients($1).count }
        func asked(_ stages: [RoutingLoad.Stage]) -> Int { stages.reduce(0) { $0 + $1.records.count } }
        func ask(_ stages: [RoutingLoad.Stage], _ one: (RoutingQuestion, RegisteredPlatform) -> Bool) -> Int {
            var count = 0
            for stage in stages {
                let recipient = platforms[stage.recipient]
                for record in stage.records where one(questions[record], recipient) { count += 1 }
            }
            return count
        }
        let admitting = try pair(rounds, questions.count, few.count) {
            questions.reduce(0) { $0 + self.admission($1) }
        } naive: {
            few.reduce(0) { $0 + (naive.admission($1).isAllowed ? 1 : 0) }
        }
        let delivering = try pair(rounds, asked(stages), asked(fewStages)) {
            ask(stages) { self.delivery($0, to: $1) != nil }
        } naive: {
            ask(fewStages) { naive.delivery($0, to: $1) != nil }
        }
        let listing = try pair(rounds, found, foundOfFew) {
            questions.reduce(0) { count, question in
                count + (policy.registry[question.sender].map { self.recipients(question, of: $0).count } ?? 0)
            }
        } naive: {
            few.reduce(0) { $0 + naive.recipients($1).count }
        }
        return Figures(
            platforms: platforms.count,
            flows: policy.flows.flows.count,
            admission: admitting,
            delivery: delivering,
            recipients: listing,
            perRecord: Double(found) / Double(questions.count)
        )
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

    /// Nanoseconds of processor time for each of `own` and of `few`.
    private func pair(
        _ rounds: Int,
        _ own: Int,
        _ few: Int,
        _ body: () -> Int,
        naive: () -> Int
    ) throws -> Pair {
        (
            try SampleRecords.median((0..<rounds).map { _ in try nanoseconds(body) / Double(max(1, own)) }),
            try nanoseconds(naive) / Double(max(1, few))
        )
    }

    /// Nanoseconds of one run of `body`, out of as many as take a fifth of a second, which must all find the same.
    private func nanoseconds(_ body: () -> Int) throws -> Double {
        let expected = body()
        let start = clock()
        var runs = 0
        repeat {
            guard body() == expected else { throw BenchmarkFailure(70, "the answers change") }
            runs += 1
        } while clock() - start < CLOCKS_PER_SEC / 5
        return Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1_000_000_000 / Double(runs)
    }
}
