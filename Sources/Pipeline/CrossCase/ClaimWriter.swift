import Core
import RoutingPolicy

/// Registration's part: writes to `claims.<plane>` what an accepted record claims beyond its case, and takes back what it
/// claims no more.
struct ClaimWriter {
    private let topic: String
    private let partitions: Int32

    /// For the records of `plane`; its topic has so many `partitions`.
    init(_ plane: Plane, partitions: Int32) {
        topic = TopicName.claims(plane)
        self.partitions = partitions
    }

    /// Applies `admitted`, which was accepted, to `register`, and appends to `outputs` the records that follow from it.
    ///
    /// What the record claimed before stands in the register, behind its codes.
    func apply(_ admitted: AdmittedSubmission, to register: CaseRegister, _ outputs: inout [OutboundRecord]) {
        let relation = admitted.relation
        if admitted.operation == .add {
            register.apply(.add, admitted)
            for demand in relation.claims { begin(demand, of: admitted, &outputs) }
            return
        }
        let before = codes(of: relation.record, register)
        register.apply(admitted.operation, admitted)
        let after = codes(of: relation.record, register)
        guard before != after else { return }
        for code in before where !after.contains(code) { end(ClaimName(code, relation.record), &outputs) }
        for demand in relation.claims {
            guard let code = demand.code, after.contains(code), !before.contains(code) else { continue }
            begin(demand, of: admitted, &outputs)
        }
    }

    /// Takes back what `record`, which had `codes` by the register, claimed: its case is closed.
    func end(_ record: EntryKey, codes: [UInt64], _ outputs: inout [OutboundRecord]) {
        for code in codes.lazy.compactMap(ClaimCode.init(rawValue:)) { end(ClaimName(code, record), &outputs) }
    }

    private func begin(_ demand: ClaimDemand, of admitted: AdmittedSubmission, _ outputs: inout [OutboundRecord]) {
        guard let claim = Claim(demand, of: admitted) else { return }
        outputs.append(outbound(claim.name, claim.value))
    }

    private func end(_ name: ClaimName, _ outputs: inout [OutboundRecord]) {
        outputs.append(outbound(name, nil))
    }

    private func codes(of record: EntryKey, _ register: CaseRegister) -> [ClaimCode] {
        register.codes(of: record).compactMap(ClaimCode.init(rawValue:))
    }

    private func outbound(_ name: ClaimName, _ value: [UInt8]?) -> OutboundRecord {
        OutboundRecord(topic: topic, partition: name.partition(among: partitions), key: name.key, value: value)
    }
}
