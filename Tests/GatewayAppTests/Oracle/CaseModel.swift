import Core
import Foundation
import GatewayApp

/// What docs/specs/topics.md §4a says of one case, one record after the other, written down anew for the tests: one
/// sender, one partition, a founding record and children that wait for it.
struct CaseModel {
    struct Outcome: Equatable {
        var isAccepted: Bool
        var code: String?
        var isRepetition = false
    }

    private struct Message {
        let payload: [UInt8]
        let outcome: Outcome
    }

    private struct Live {
        let dataset: String
        var stamp: String
        let code: String?
    }

    private struct Waiting {
        let number: Int
        let envelope: EventEnvelope
        let payload: [UInt8]?
    }

    private let founding: String
    private var isFounded = false
    private var messages: [String: Message] = [:]
    private var live: [String: Live] = [:]
    private var waiting: [Waiting] = []
    /// What became of each submission, by its number, in the order of the decisions.
    private(set) var decided: [(number: Int, outcome: Outcome)] = []

    /// A case that is founded by a record of the data set `founding`.
    init(founding: String) {
        self.founding = founding
    }

    /// Submission `number` comes.
    mutating func take(_ number: Int, _ envelope: EventEnvelope, _ payload: [UInt8]?) {
        if repeated(number, envelope, payload) { return }
        let dataset = envelope.dataSetName ?? ""
        let isSameRecord = waiting.contains {
            $0.envelope.dataSetName == dataset && $0.envelope[.datakey] == envelope[.datakey]
        }
        let hasParent = dataset != founding && envelope.operation != .delete
        if isSameRecord || (hasParent && !waiting.isEmpty) {
            waiting.append(Waiting(number: number, envelope: envelope, payload: payload))
            return
        }
        judge(number, envelope, payload)
        guard isFounded else { return }
        let free = waiting
        waiting = []
        for record in free {
            if !repeated(record.number, record.envelope, record.payload) {
                judge(record.number, record.envelope, record.payload)
            }
        }
    }

    /// The time of all that waits is over.
    mutating func expire() {
        for record in waiting {
            decided.append((record.number, Outcome(isAccepted: false, code: "parent_missing")))
        }
        waiting = []
    }

    private mutating func repeated(_ number: Int, _ envelope: EventEnvelope, _ payload: [UInt8]?) -> Bool {
        guard let known = messages[envelope.id] else { return false }
        if known.payload == payload ?? [] {
            var outcome = known.outcome
            outcome.isRepetition = true
            decided.append((number, outcome))
        } else {
            decided.append((number, Outcome(isAccepted: false, code: "id_reused")))
        }
        return true
    }

    private mutating func judge(_ number: Int, _ envelope: EventEnvelope, _ payload: [UInt8]?) {
        let dataset = envelope.dataSetName ?? ""
        let name = "\(dataset) \(envelope[.datakey] ?? "")"
        let body = payload.flatMap { try? JSONSerialization.jsonObject(with: Data($0)) } as? [String: Any] ?? [:]
        let stamp = body["DATA_TIMESTAMP"] as? String ?? ""
        let code = dataset == "SECTION" ? body["BID_SECTION_CODE"] as? String : nil
        var refusal: String?
        switch envelope.operation {
        case .add:
            if live[name] != nil {
                refusal = "data_key_exists"
            } else if dataset == founding, live.values.contains(where: { $0.dataset == founding }) {
                refusal = "code_taken"
            } else if let code, live.values.contains(where: { $0.dataset == dataset && $0.code == code }) {
                refusal = "code_taken"
            } else if dataset != founding, !isFounded {
                waiting.append(Waiting(number: number, envelope: envelope, payload: payload))
                return
            } else {
                live[name] = Live(dataset: dataset, stamp: stamp, code: code)
                if dataset == founding { isFounded = true }
            }
        case .change:
            if let known = live[name] {
                if stamp < known.stamp { refusal = "superseded" } else { live[name]?.stamp = stamp }
            } else {
                refusal = "data_key_unknown"
            }
        case .delete:
            if live.removeValue(forKey: name) == nil { refusal = "data_key_unknown" }
        }
        let outcome = Outcome(isAccepted: refusal == nil, code: refusal)
        // In a case in which nothing was accepted yet a refusal is not remembered.
        if refusal == nil || isFounded {
            messages[envelope.id] = Message(payload: payload ?? [], outcome: outcome)
        }
        decided.append((number, outcome))
    }
}
