import Core
import RoutingPolicy

/// What the body of a record says about its relation; ``named(_:digest:)`` makes a ``Relation`` of it.
struct RelationDraft {
    /// As in ``Relation``.
    var isRoot = false
    var isShared = false
    var timestamp: UInt64 = 0
    var parents: [ParentDemand] = []
    var codes: [CodeDemand] = []
    var facts: [FactChange] = []
    var claims: [ClaimDemand] = []

    /// The relation of `record`, whose payload has the `digest`.
    func named(_ record: AuthenticatedRecord, digest: String) -> Relation {
        let envelope = record.envelope
        let name = RelationName(caseKey: envelope.partitionKey, sender: record.sender.id, dataset: record.dataset)
        let datakey = envelope[.datakey] ?? ""
        var relation = Relation(
            message: name.message(envelope.id),
            record: name.record(datakey),
            // Two deletes have equal payloads; what they delete tells them apart.
            content: EntryKey(digest, record.dataset, datakey, envelope.operation.rawValue).high
        )
        relation.isRoot = isRoot
        relation.isShared = isShared
        relation.timestamp = timestamp
        relation.parents = parents
        relation.codes = codes
        relation.facts = facts
        relation.claims = claims
        return relation
    }
}
