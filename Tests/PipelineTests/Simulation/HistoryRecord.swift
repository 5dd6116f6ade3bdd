import Core
import Foundation
import Pipeline
import Platform
import RoutingPolicy
import Testing

/// A record that a platform submits in a history.
struct HistoryRecord: Hashable {
    /// A case, by number; what its key is depends on the data set.
    var number = 1
    var dataset: String
    var sender = "trade"
    var id = ""
    /// 22 characters; records with one are told apart by it.
    var datakey = "0000000000000000000001"
    var operation = "add"
    /// Id of the submission that it corrects.
    var corrects: String?
    /// `DATA_TIMESTAMP`.
    var timestamp = "20260101000000"
    /// The last three digits of `BID_SECTION_CODE`.
    var section = "001"

    private var platform: TestPlatform { sender == "rival" ? .rival : .trade }

    /// The record as its sender sends it.
    func event() throws -> TestEvent {
        var changes: [String: Any?] = ["DATA_TIMESTAMP": timestamp]
        var caseKey = SampleRecord.caseKey(number)
        if dataset == "SECTION" { changes["BID_SECTION_CODE"] = caseKey + section }
        if dataset == "PROJECT" || dataset.hasPrefix("DEA_MEDI") {
            caseKey = SampleRecord.projectKey(number)
            changes["PROJECT_CODE"] = caseKey
        }
        if dataset.hasPrefix("LEGAL_PERSON") {
            caseKey = [TestPlatform.trade.code, TestPlatform.rival.code][number % 2]
            changes[dataset == "LEGAL_PERSON_BASE" ? "LEGAL_CODE" : "BIDDER_NO"] = caseKey
        }
        var event = try TestEvent(dataset, case: number, from: platform, id: id, changes)
        event.attributes[.partitionkey] = caseKey
        event.key = Array(caseKey.utf8)
        event.attributes[.datakey] = datakey
        event.attributes[.operation] = operation
        event.attributes[.corrects] = corrects
        if operation == "delete" { event.makeDelete() }
        return event
    }

    /// What tells two messages under one id apart.
    var content: String {
        operation == "delete"
            ? "\(dataset) \(datakey) delete" : "\(dataset) \(datakey) \(operation) \(timestamp) \(section)"
    }

    /// The code of which the case has one.
    var code: String? { dataset == "SECTION" && operation != "delete" ? section : nil }
}

/// What admission makes of the records of histories, found once by the true stage and used in many of them: a history of
/// registration cannot wait for the contracts each time.
enum AdmittedTemplates {
    private struct Made: Sendable {
        let event: TestEvent
        let admitted: OutboundRecord
    }

    private static let known = Locked<[HistoryRecord: Made]>([:])

    /// `record` as it is sent, and the admitted record but for its origin.
    static func both(of record: HistoryRecord) throws -> (event: TestEvent, admitted: OutboundRecord) {
        var plain = record
        plain.id = "template"
        plain.datakey = HistoryRecord(dataset: "").datakey
        plain.corrects = record.corrects.map { _ in "corrected" }
        let made: Made
        if let earlier = known.withLock({ $0[plain] }) {
            made = earlier
        } else {
            let event = try plain.event()
            let outputs = try HistoryWorld.shared.get().admission.withLock { stage in
                try stage.stage.process(RecordBatch(records: [event.inbound()]), at: TestEvent.now).outputs
            }
            let admitted = outputs.first { $0.topic == TopicName.admitted(.trading) }
            let told =
                outputs.first { $0.topic.hasPrefix("receipt.") }.map { String(decoding: $0.value ?? [], as: UTF8.self) }
                ?? ""
            made = Made(event: event, admitted: try #require(admitted, "\(plain) is refused: \(told)"))
            known.withLock { $0[plain] = made }
        }
        var event = made.event
        event.id = record.id
        event.attributes[.id] = record.id
        event.attributes[.datakey] = record.datakey
        event.attributes[.corrects] = record.corrects
        let digest = made.admitted.headers.text(RecordHeaderName.digest) ?? ""
        let relation = RelationWords(made.admitted.headers.text(RecordHeaderName.relation) ?? "")
            .renamed(event, of: record.dataset, from: record.sender, digest: digest)
        let changed = [
            AttributeName.corrects.header: record.corrects ?? "", AttributeName.id.header: record.id,
            AttributeName.datakey.header: record.datakey,
            RecordHeaderName.relation: relation,
        ]
        let admitted = OutboundRecord(
            topic: made.admitted.topic,
            key: made.admitted.key,
            value: made.admitted.value,
            headers: made.admitted.headers.map { header in
                changed[header.name].map { RecordHeader(header.name, $0) } ?? header
            }
        )
        return (event, admitted)
    }
}

/// What is the same in all histories.
struct HistoryWorld: Sendable {
    /// `@unchecked Sendable`: only used behind the lock.
    struct Stage: @unchecked Sendable {
        let stage: AdmissionStage
    }

    let policy: ExchangePolicy
    let views: ViewCatalog
    let admission: Locked<Stage>

    static let shared = Result { try HistoryWorld() }

    private init() throws {
        let gateway = try TestGateway(partitions: 1)
        policy = gateway.policy
        views = gateway.views
        let stage = gateway.admission()
        try stage.refresh()
        admission = Locked(Stage(stage: stage))
    }
}
