import Core
import RoutingPolicy
import Telemetry

/// Closes cases in which nothing happens any more, and forgets what is left of them, as ``ClosingPolicy`` has it.
struct CaseClosing {
    private let policy: ClosingPolicy
    private let topic: String
    private let partitions: Int32

    /// Most cases that one batch clears away besides those that it has records for.
    private static let clearedAtOnce = 100
    /// Places of cases that are looked at for each record of a batch. A round takes a quarter as many records as there
    /// are cases, so what is over and still there comes to less than a third of what is not, even if each record founds a
    /// case.
    private static let placesPerRecord = 4

    /// Closes by `policy`; what becomes of the facts goes to `topic` of `partitions` partitions.
    init(_ policy: ClosingPolicy, topic: String, partitions: Int32) {
        self.policy = policy
        self.topic = topic
        self.partitions = partitions
    }

    /// Closes or forgets the case if its time was over at `time`; a case of which records wait is left as it is.
    func settle(_ caseKey: String, in register: CaseRegister, at time: Instant, _ effects: inout BatchEffects) {
        guard let entry = register.entry(of: caseKey), register.parked(in: caseKey).isEmpty else { return }
        let standing = policy.standing(of: entry, at: time)
        guard standing != .open else { return }
        if !entry.isClosed { close(caseKey, entry, register, at: time, &effects) }
        guard standing == .forgotten else { return }
        write(
            StatedFact(fact: .closed, section: "", by: register.owner(of: entry)),
            caseKey,
            time,
            holds: false,
            &effects
        )
        register.forget(caseKey)
    }

    /// Goes on looking for cases that were over before ``ClosingPolicy/grace``, by the time `time` of the newest
    /// submission: the more the more `records` there were.
    func clear(_ register: CaseRegister, at time: Instant, records: Int, _ effects: inout BatchEffects) {
        let past = time.advanced(byMilliseconds: -policy.grace)
        let over = register.overdue(records * CaseClosing.placesPerRecord, limit: CaseClosing.clearedAtOnce) { entry in
            let standing = policy.standing(of: entry, at: past)
            return standing == .forgotten || standing == .closed && !entry.isClosed
        }
        for caseKey in over { settle(caseKey, in: register, at: past, &effects) }
    }

    private func close(
        _ caseKey: String,
        _ entry: CaseEntry,
        _ register: CaseRegister,
        at time: Instant,
        _ effects: inout BatchEffects
    ) {
        let owner = register.owner(of: entry)
        for fact in register.facts(of: caseKey) + [StatedFact(fact: .registered, section: "", by: owner)] {
            write(fact, caseKey, time, holds: false, &effects)
        }
        write(StatedFact(fact: .closed, section: "", by: owner), caseKey, time, holds: true, &effects)
        register.close(caseKey)
        effects.tally.closeCase()
    }

    private func write(
        _ fact: StatedFact,
        _ caseKey: String,
        _ time: Instant,
        holds: Bool,
        _ effects: inout BatchEffects
    ) {
        let entry = FactEntry(caseKey: caseKey, fact: fact.fact, section: fact.section, at: time, by: fact.by)
        effects.outputs.append(entry.outbound(topic: topic, partitions: partitions, holds: holds))
    }
}
