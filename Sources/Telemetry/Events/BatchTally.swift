package import Core

/// What one batch did, counted by the worker that owns it and published when its transaction has committed.
///
/// A batch that is rewound is thrown away with its tally, so the counters agree with what stands in the topics.
/// Costs no lock; one dictionary step per call.
package struct BatchTally: Sendable {
    /// Refusals that are told to the log one by one; further ones of the batch are only counted.
    package static let maximumRefusals = 50

    struct ProblemKey: Hashable, Sendable {
        let code: RejectionCode
        let severity: Severity
    }

    struct RefusalKey: Hashable, Sendable {
        let platform: String
        let code: RejectionCode
    }

    struct VerificationKey: Hashable, Sendable {
        let form: String
        let algorithm: String
        let valid: Bool
    }

    struct FindingKey: Hashable, Sendable {
        let platform: String
        let code: RejectionCode
    }

    struct Pair: Hashable, Sendable {
        let name: String
        let accepted: Bool
    }

    struct QuarantineKey: Hashable, Sendable {
        let platform: String
        let form: QuarantineForm
    }

    /// Records in the batch.
    package private(set) var records = 0
    /// Records passed on.
    package private(set) var acceptedRecords = 0
    /// Records refused.
    package private(set) var refusedRecords = 0
    /// The breakers that opened or closed, in order.
    package private(set) var breakerChanges: [BreakerChange] = []
    /// Records written by the transaction.
    package var outputs = 0
    /// Time from the arrival of the batch to its outputs.
    package var processing: Duration = .zero
    /// Time spent in signature and certificate checks; nil when the stage makes none.
    package var verification: Duration?
    /// Time spent in contract validation; nil when the stage makes none.
    package var validation: Duration?

    private(set) var bytes = 0
    private(set) var received: [String: Int] = [:]
    private(set) var accepted: [String: Int] = [:]
    private(set) var refused: [RefusalKey: Int] = [:]
    private(set) var refusals: [RefusedRecord] = []
    private(set) var problems: [ProblemKey: Int] = [:]
    private(set) var receipts: [Pair: Int] = [:]
    private(set) var quarantined: [QuarantineKey: Int] = [:]
    private(set) var deliveries: [String: Int] = [:]
    private(set) var parked: [String: Int] = [:]
    /// Cases that were closed.
    package private(set) var closedCases = 0
    private(set) var repeated: [String: Int] = [:]
    private(set) var findings: [FindingKey: Int] = [:]
    private(set) var skipped = 0
    private(set) var verifications: [VerificationKey: Int] = [:]
    private(set) var validations: [Pair: Int] = [:]

    /// An empty tally.
    package init() {}

    /// A record of `platform` with a payload of `bytes` came in.
    package mutating func receive(from platform: String, bytes: Int) {
        records += 1
        self.bytes += bytes
        received[platform, default: 0] += 1
    }

    /// A record of `platform` goes on, with what was remarked about it.
    package mutating func accept(from platform: String, remarks: ProblemList = ProblemList()) {
        acceptedRecords += 1
        accepted[platform, default: 0] += 1
        count(remarks)
    }

    /// A record goes to quarantine.
    package mutating func refuse(_ record: RefusedRecord, for problems: ProblemList) {
        refusedRecords += 1
        refused[RefusalKey(platform: record.platform, code: record.code), default: 0] += 1
        quarantined[QuarantineKey(platform: record.platform, form: record.quarantine), default: 0] += 1
        if refusals.count < Self.maximumRefusals { refusals.append(record) }
        count(problems)
    }

    /// A final verdict receipt is written to `platform`.
    package mutating func receipt(to platform: String, accepted: Bool) {
        receipts[Pair(name: platform, accepted: accepted), default: 0] += 1
    }

    /// `count` delivery records are written to `platform`.
    package mutating func deliver(to platform: String, count: Int = 1) {
        deliveries[platform, default: 0] += count
    }

    /// A record of `platform` waits for its parent.
    package mutating func park(from platform: String) {
        parked[platform, default: 0] += 1
    }

    /// A case is closed.
    package mutating func closeCase() {
        closedCases += 1
    }

    /// A submission of `platform` repeats an earlier one.
    package mutating func repeated(from platform: String) {
        repeated[platform, default: 0] += 1
    }

    /// Something is told to `platform` about a record that was accepted before.
    package mutating func find(_ problem: Problem, of platform: String) {
        findings[FindingKey(platform: platform, code: problem.code), default: 0] += 1
        problems[ProblemKey(code: problem.code, severity: problem.severity), default: 0] += 1
    }

    /// A record that the stage before did not write is passed over.
    package mutating func skip() {
        skipped += 1
    }

    /// The breaker of a sender opened or closed.
    package mutating func breaker(_ change: BreakerChange) {
        breakerChanges.append(change)
    }

    /// A signature was checked. `form` is `raw`, `cms` or `batch`, `algorithm` a name of ``SignatureAlgorithm``; both `none`
    /// when the record carried no readable signature.
    package mutating func verify(form: String, algorithm: String, valid: Bool) {
        verifications[VerificationKey(form: form, algorithm: algorithm, valid: valid), default: 0] += 1
    }

    /// A record was validated against the contract of `dataset`, a wire name of a contract that is loaded.
    package mutating func validate(_ dataset: String, accepted: Bool) {
        validations[Pair(name: dataset, accepted: accepted), default: 0] += 1
    }

    private mutating func count(_ list: ProblemList) {
        for problem in list.problems {
            problems[ProblemKey(code: problem.code, severity: problem.severity), default: 0] += 1
        }
    }
}
