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

    /// Applies `admitted`, which was accepted, to `register`: the records that follow from it.
    ///
    /// What the record claimed before stands in the register, behind its codes.
    func applying(_ admitted: AdmittedSubmission, to register: CaseRegister) -> [OutboundRecord] {
        let operation = admitted.operation
        let record = admitted.relation.record
        let before = operation == .add ? [] : codes(of: record, register)
        register.apply(operation, admitted)
        guard operation != .add || !admitted.relation.claims.isEmpty else { return [] }
        let after = codes(of: record, register)
        guard before != after else { return [] }
        let ended = ending(record, before.filter { !after.contains($0) })
        let begun = admitted.relation.claims.compactMap { Claim($0, of: admitted) }.filter {
            after.contains($0.name.code) && !before.contains($0.name.code)
        }
        return ended + begun.map { outbound($0.name, $0.value) }
    }

    /// Takes back what `record`, which had `codes` by the register, claimed: its case is closed.
    func ending(_ record: EntryKey, codes: [UInt64]) -> [OutboundRecord] {
        ending(record, codes.compactMap(ClaimCode.init(rawValue:)))
    }

    private func ending(_ record: EntryKey, _ codes: [ClaimCode]) -> [OutboundRecord] {
        codes.map { outbound(ClaimName($0, record), nil) }
    }

    private func codes(of record: EntryKey, _ register: CaseRegister) -> [ClaimCode] {
        register.codes(of: record).compactMap(ClaimCode.init(rawValue:))
    }

    private func outbound(_ name: ClaimName, _ value: [UInt8]?) -> OutboundRecord {
        OutboundRecord(topic: topic, partition: name.partition(among: partitions), key: name.key, value: value)
    }
}
