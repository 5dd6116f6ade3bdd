import Core
import RoutingPolicy
import Telemetry

/// Closes cases in which nothing happens any more, and forgets what is left of them, as ``ClosingPolicy`` has it.
struct CaseClosing {
    private let policy: ClosingPolicy
    private let facts: FactWriter
    private let claims: ClaimWriter

    /// Places of cases that are looked at for each record of a batch. A round takes a quarter as many records as there
    /// are cases, so what is over and still there comes to less than a third of what is not, even if each record founds a
    /// case.
    private static let placesPerRecord = 4
    /// Entries of cases that are over, themselves among them, that are cleared away for each record of a batch: more than
    /// a record adds. One case more is always cleared.
    private static let entriesPerRecord = 4

    /// Closes by `policy`; `facts` and `claims` write what becomes of facts and claims.
    init(_ policy: ClosingPolicy, facts: FactWriter, claims: ClaimWriter) {
        self.policy = policy
        self.facts = facts
        self.claims = claims
    }

    /// Closes or forgets the case if its time was over at `time`; a case of which records wait is left as it is.
    ///
    /// - Returns: how many entries of the state were taken away or changed.
    @discardableResult
    func settle(_ caseKey: String, in register: CaseRegister, at time: Instant, _ effects: inout BatchEffects) -> Int {
        guard let entry = register.entry(of: caseKey), register.parked(in: caseKey).isEmpty else { return 0 }
        let standing = policy.standing(of: entry, at: time)
        guard standing != .open else { return 0 }
        let entries = entry.isClosed ? 0 : close(caseKey, entry, register, at: time, &effects)
        guard standing == .forgotten else { return entries }
        let closed = StatedFact(fact: .closed, section: "", by: register.owner(of: entry))
        effects.outputs.append(facts.record(of: closed, about: caseKey, at: time, holds: false))
        register.forget(caseKey)
        return entries + 1
    }

    /// Goes on looking for cases that were over before ``ClosingPolicy/grace``, by the time `time` of the newest
    /// submission: the more the more `records` there were.
    func clear(_ register: CaseRegister, at time: Instant, records: Int, _ effects: inout BatchEffects) {
        let past = time.advanced(byMilliseconds: -policy.grace)
        var places = records * CaseClosing.placesPerRecord
        var entries = records * CaseClosing.entriesPerRecord
        while entries > 0,
            let caseKey = register.nextCase(in: &places, where: { isOver($0, at: past) })
        {
            entries -= max(settle(caseKey, in: register, at: past, &effects), 1)
        }
    }

    private func isOver(_ entry: CaseEntry, at time: Instant) -> Bool {
        switch policy.standing(of: entry, at: time) {
        case .open: false
        case .closed: !entry.isClosed
        case .forgotten: true
        }
    }

    private func close(
        _ caseKey: String,
        _ entry: CaseEntry,
        _ register: CaseRegister,
        at time: Instant,
        _ effects: inout BatchEffects
    ) -> Int {
        let owner = register.owner(of: entry)
        for fact in register.facts(of: caseKey) + [StatedFact(fact: .registered, section: "", by: owner)] {
            effects.outputs.append(facts.record(of: fact, about: caseKey, at: time, holds: false))
        }
        let closed = StatedFact(fact: .closed, section: "", by: owner)
        effects.outputs.append(facts.record(of: closed, about: caseKey, at: time, holds: true))
        effects.tally.closeCase()
        let contents = register.close(caseKey)
        for record in contents.records {
            claims.end(record.key, codes: record.codes, &effects.outputs)
        }
        return contents.records.count + contents.messages.count + 1
    }
}
