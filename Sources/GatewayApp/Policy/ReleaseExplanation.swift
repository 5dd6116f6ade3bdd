import Core
import Pipeline
import RoutingPolicy

/// How a record of a sealed data set stands to its release: what admission would say, and what would have to happen.
struct ReleaseExplanation {
    /// Whether it would be taken, as far as facts say.
    enum State: String {
        /// It was not said which facts are known.
        case unknown
        /// What releases it is not known.
        case sealed
        /// It is, and supervision has the proceedings rest.
        case suspended
        /// It is.
        case released
        /// The record that is asked about does not name its section, so nothing can release it.
        case sectionless
    }

    /// The seal.
    let seal: SealRule
    /// Whether it would be taken.
    let state: State
    /// The records by which the sender itself releases it, once they are registered about the section: nobody opens the
    /// tender of another platform.
    let releasing: [FactRule]
    /// The records that end the release again.
    let ending: [FactRule]

    /// How what is asked about stands to `seal`.
    init(_ seal: SealRule, _ question: PolicyExplanation.Question, _ policy: ExchangePolicy) {
        self.seal = seal
        state = ReleaseExplanation.state(seal, question)
        let stated = policy.flows.facts.filter { rule in
            policy.admission(of: rule.dataset, from: question.sender, at: question.time).isEmpty
        }
        releasing = stated.filter { $0.fact == seal.until }
        ending = stated.filter { $0.ends.contains(seal.until) }
    }

    /// What admission would answer now; where facts are not known, what it answers before the release. Nil where it says
    /// nothing.
    var refusal: Problem? {
        switch state {
        case .unknown, .sealed: SealRefusal.early(seal)
        case .suspended: SealRefusal.suspended(seal)
        case .sectionless: SealRefusal.sectionless(seal)
        case .released: nil
        }
    }

    private static func state(_ seal: SealRule, _ question: PolicyExplanation.Question) -> State {
        if let record = question.record, !isNamed(seal.section, in: record) { return .sectionless }
        guard let facts = question.facts else { return .unknown }
        func holds(_ fact: CaseFact) -> Bool {
            guard let since = facts[fact] else { return false }
            return since.map { $0 <= question.time } ?? true
        }
        guard holds(seal.until) else { return .sealed }
        return holds(.suspended) ? .suspended : .released
    }

    /// True when `record` has text at `section`.
    private static func isNamed(_ section: String, in record: [UInt8]) -> Bool {
        BodyField.text(section, of: record).map { !BodyField.items(of: $0).isEmpty } ?? false
    }
}
